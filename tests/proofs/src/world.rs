//! Several devices and Chromium's sync between them, as far as its semantics matter: one atomic write per call, keys
//! that travel one by one in any order, the remote text wins a conflict, deletions lose it.

use std::collections::{BTreeMap, BTreeSet};

use tessera_core::sync::RecordId;
use tessera_core::time::UnixTime;
use tessera_core::vault::objects::{self, INBOX};
use tessera_core::vault::{Changes, Objects, Place, Unlock, Vault};

use crate::{Chance, account, slot, unlock};

/// Everything at once.
#[derive(Clone)]
pub struct World {
    /// The devices.
    pub devices: Vec<Device>,
    server: Objects,
    /// Every key number that was ever a passphrase: the person remembers them all.
    passphrases: Vec<u8>,
    /// What the person was told is saved: each account's last acknowledged name, and the names it had.
    pub expected: BTreeMap<RecordId, Expected>,
    now: u64,
    names: usize,
    /// What happened, for the report of a failure.
    pub log: Vec<String>,
}

/// What must be true of an account at the end.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// Names it was given, by any device.
    pub names: BTreeSet<String>,
    /// Whether the last thing any device did to it was an erasing.
    pub erased: bool,
}

/// One browser profile.
#[derive(Clone, Default)]
pub struct Device {
    local: Objects,
    area: Objects,
    unsent: BTreeSet<String>,
    vault: Option<Vault>,
    staged: Option<Changes>,
    /// Minutes by which its clock is wrong.
    skew: i64,
}

/// What an acknowledged edit changes in what is expected.
type Change = Box<dyn Fn(&mut Expected)>;

impl World {
    /// One protected vault with an account, and `count - 1` devices that have joined it.
    pub fn new(count: usize) -> World {
        let mut world = World {
            devices: vec![Device::default(); count],
            server: Objects::new(),
            passphrases: vec![1],
            expected: BTreeMap::new(),
            now: 1_800_000_000,
            names: 0,
            log: Vec::new(),
        };
        let now = world.clock(0);
        let mut vault = Vault::create(now).unwrap();
        vault.protect(&slot(1), now).unwrap();
        world.devices[0].vault = Some(vault);
        world.devices[0].save();
        world.act(0, Act::Add);
        world.settle();
        world
    }

    fn clock(&mut self, device: usize) -> UnixTime {
        self.now += 1;
        let skewed = self.now.saturating_add_signed(self.devices[device].skew * 60);
        UnixTime::from_seconds(skewed)
    }

    /// One thing happens. What cannot happen now does nothing.
    pub fn act(&mut self, device: usize, act: Act) {
        self.log.push(format!("{device}: {act:?}"));
        let now = self.clock(device);
        match act {
            Act::Unlock => self.unlock(device, now),
            Act::Lock => self.devices[device].crash(),
            Act::ReadSync => self.read_sync(device),
            Act::WriteSync => self.devices[device].write_sync(),
            Act::Upload(nth) => self.upload(device, nth),
            Act::Download(nth) => self.download(device, nth),
            Act::LoseUpload(nth) => self.devices[device].lose_upload(nth),
            Act::WipeSync => self.wipe_sync(device),
            Act::Reinstall => self.reinstall(device, now),
            Act::Skew(minutes) => self.devices[device].skew = minutes,
            edit => self.edit(device, edit, now),
        }
    }

    fn edit(&mut self, device: usize, act: Act, now: UnixTime) {
        let Some(mut vault) = self.devices[device].fresh() else {
            return;
        };
        let pick = |list: Vec<tessera_core::vault::Kept>, nth: usize| {
            let index = nth % list.len().max(1);
            list.into_iter().nth(index).map(|kept| kept.id)
        };
        self.names += 1;
        let name = format!("name {}", self.names);
        let mut done: Option<(RecordId, Change)> = None;
        match act {
            Act::Add => {
                let id = vault.add(&account(&name), now).unwrap();
                done = Some((id, Box::new(move |expected| expected.names.extend([name.clone()]))));
            }
            Act::Rename(nth) => {
                if let Some(id) = pick(vault.accounts(), nth) {
                    let mut account = vault.account(id).unwrap().account;
                    account.issuer.clone_from(&name);
                    vault.edit(id, &account, now).unwrap();
                    done = Some((
                        id,
                        Box::new(move |expected| {
                            expected.names.insert(name.clone());
                            expected.erased = false;
                        }),
                    ));
                }
            }
            Act::Delete(nth) => {
                if let Some(id) = pick(vault.accounts(), nth) {
                    vault.delete(id, now).unwrap();
                }
            }
            Act::Restore(nth) => {
                if let Some(id) = pick(vault.bin(), nth) {
                    vault.restore(id, now).unwrap();
                    done = Some((id, Box::new(|expected| expected.erased = false)));
                }
            }
            Act::Erase(nth) => {
                if let Some(id) = pick(vault.bin(), nth) {
                    vault.erase(id).unwrap();
                    done = Some((id, Box::new(|expected| expected.erased = true)));
                }
            }
            Act::Move(nth) => {
                if let Some(id) = pick(vault.accounts(), nth) {
                    vault.move_to(id, Place::First, now).unwrap();
                }
            }
            Act::ChangePassphrase => {
                let number = self.next_passphrase();
                let mut new = slot(number);
                new.id = vault.doors().first().map(|door| door.id);
                vault.protect(&new, now).unwrap();
            }
            Act::Rotate => {
                let number = self.next_passphrase();
                vault.rotate(&[slot(number)], now).unwrap();
            }
            _ => {}
        }
        if let Some((id, note)) = done {
            note(self.expected.entry(id).or_default());
        }
        self.devices[device].vault = Some(vault);
        self.devices[device].save();
    }

    fn next_passphrase(&mut self) -> u8 {
        let number = self.passphrases.len() as u8 + 1;
        self.passphrases.push(number);
        number
    }

    /// Tries the passphrases from the latest back, as a person does.
    fn unlock(&mut self, device: usize, now: UnixTime) {
        if self.devices[device].vault.is_some() {
            return;
        }
        let stored = self.devices[device].stored_for_unlock();
        for number in self.passphrases.iter().rev() {
            if let Ok(vault) = Vault::open(&stored, &unlock(*number), now) {
                self.devices[device].vault = Some(vault);
                self.devices[device].save();
                return;
            }
        }
    }

    fn read_sync(&mut self, device: usize) {
        let unlocks: Vec<Unlock> = self.passphrases.iter().rev().map(|number| unlock(*number)).collect();
        let device = &mut self.devices[device];
        let Some(mut vault) = device.fresh() else {
            return;
        };
        vault.join_sync(&device.area).unwrap();
        if vault.is_waiting() {
            let _ = unlocks.iter().find(|unlock| vault.join_unlocked(&device.area, unlock).is_ok());
        }
        let changes = vault.changes().unwrap();
        device.apply(&changes);
        vault.written(&changes);
        device.vault = Some(vault);
        device.staged = Some(changes);
    }

    fn upload(&mut self, device: usize, nth: usize) {
        let device = &mut self.devices[device];
        let Some(key) = device.unsent.iter().nth(nth % device.unsent.len().max(1)).cloned() else {
            return;
        };
        device.unsent.remove(&key);
        if let Some(text) = device.area.get(&key) {
            self.server.insert(key, text.clone());
        }
    }

    fn download(&mut self, device: usize, nth: usize) {
        let device = &mut self.devices[device];
        let differs = |key: &&String| self.server.get(*key) != device.area.get(*key);
        let keys: Vec<String> =
            self.server.keys().chain(device.area.keys()).filter(differs).cloned().collect();
        let Some(key) = keys.get(nth % keys.len().max(1)) else {
            return;
        };
        match self.server.get(key) {
            Some(text) => {
                device.unsent.remove(key);
                device.area.insert(key.clone(), text.clone());
                if device.vault.is_none() {
                    let arrived = Objects::from([(key.clone(), text.clone())]);
                    device.local.extend(objects::inbox(&arrived));
                }
            }
            // A deletion loses against a text that was not sent yet.
            None if device.unsent.contains(key) => {}
            None => {
                device.area.remove(key);
            }
        }
    }

    fn wipe_sync(&mut self, device: usize) {
        self.devices[device].area.clear();
        self.devices[device].unsent.clear();
        self.server.clear();
    }

    /// The extension is removed and installed again; only what had left the device may be expected back.
    fn reinstall(&mut self, device: usize, now: UnixTime) {
        let there = &self.devices[device];
        let safe = there.staged.is_none()
            && there.unsent.is_empty()
            && !there.local.contains_key(objects::PENDING)
            && there.area == self.server
            && there.area.contains_key(objects::HEADER)
            && there.local.keys().all(|key| !key.starts_with(INBOX));
        let synced = there.vault.clone().is_some_and(|mut vault| {
            vault.refresh(&there.local).unwrap();
            vault.join_sync(&there.area).unwrap();
            vault.changes().unwrap().is_empty() && !vault.is_waiting()
        });
        if safe && synced {
            self.devices[device].local.clear();
            self.devices[device].vault = None;
            self.unlock(device, now);
        }
    }

    /// Everything is unlocked, read, written and sent until nothing changes. Gives the number of rounds.
    pub fn settle(&mut self) -> usize {
        for round in 0..LONGEST {
            let before = self.texts();
            for device in 0..self.devices.len() {
                for act in [Act::Unlock, Act::ReadSync, Act::WriteSync] {
                    self.act(device, act);
                }
                while !self.devices[device].unsent.is_empty() {
                    self.act(device, Act::Upload(0));
                }
                for other in 0..self.devices.len() {
                    while self.devices[other].area != self.server {
                        let before = self.devices[other].area.clone();
                        self.act(other, Act::Download(0));
                        if self.devices[other].area == before {
                            break;
                        }
                    }
                }
            }
            if self.texts() == before {
                return round;
            }
        }
        LONGEST
    }

    fn texts(&self) -> Vec<Objects> {
        let locals = self.devices.iter().map(|device| device.local.clone());
        locals.chain([self.server.clone()]).collect()
    }

    /// The rules that hold once everything has settled.
    ///
    /// Errors: which one does not.
    pub fn check(&mut self) -> Result<(), String> {
        if self.settle() >= LONGEST {
            return Err("endless rewriting".into());
        }
        let views: Vec<_> = self.devices.iter().map(Device::view).collect();
        let Some(Some(first)) = views.first().cloned() else {
            return Err("a device is shut out".into());
        };
        if views.iter().any(|view| view.as_ref() != Some(&first)) {
            return Err(format!("devices differ: {views:?}"));
        }
        let vault = self.devices[0].vault.clone().unwrap();
        if !vault.damage().is_empty() || vault.is_waiting() {
            return Err(format!("damage {:?}, waiting {}", vault.damage(), vault.is_waiting()));
        }
        let number = self.passphrases.iter().rev().find(|number| {
            Vault::open(&objects::inbox(&self.server), &unlock(**number), UnixTime::from_seconds(self.now))
                .is_ok()
        });
        let Some(number) = number else {
            return Err("a new device cannot open what is in sync".into());
        };
        let fresh =
            Vault::open(&objects::inbox(&self.server), &unlock(*number), UnixTime::from_seconds(self.now));
        if contents(&fresh.map_err(|error| error.to_string())?) != first {
            return Err("sync holds something else than the devices".into());
        }
        for (id, expected) in &self.expected {
            match vault.account(*id) {
                Ok(kept) if !expected.names.contains(&kept.account.issuer) => {
                    return Err(format!("{id:?} has a name it was never given"));
                }
                Ok(_) => {}
                Err(_) if expected.erased || self.devices.iter().any(|device| device.remembers(*id)) => {}
                Err(error) => return Err(format!("{id:?} {expected:?} is gone: {error}")),
            }
        }
        Ok(())
    }
}

impl Device {
    /// The open vault after reading what is stored now, as every edit begins.
    fn fresh(&mut self) -> Option<Vault> {
        let mut vault = self.vault.clone()?;
        vault.refresh(&self.local).unwrap();
        Some(vault)
    }

    fn save(&mut self) {
        let Some(mut vault) = self.vault.take() else {
            return;
        };
        let changes = vault.changes().unwrap();
        self.apply(&changes);
        vault.written(&changes);
        self.vault = Some(vault);
    }

    fn apply(&mut self, changes: &Changes) {
        self.local.extend(changes.set.clone());
        changes.remove.iter().for_each(|key| drop(self.local.remove(key)));
    }

    fn write_sync(&mut self) {
        let Some(staged) = self.staged.take() else {
            return;
        };
        self.unsent.extend(staged.sync.keys().cloned());
        self.area.extend(staged.sync.clone());
        if let Some(vault) = &mut self.vault {
            vault.synced(&staged.sync);
            self.save();
        }
    }

    fn lose_upload(&mut self, nth: usize) {
        let key = self.unsent.iter().nth(nth % self.unsent.len().max(1)).cloned();
        key.map(|key| self.unsent.remove(&key));
    }

    fn crash(&mut self) {
        self.vault = None;
        self.staged = None;
    }

    /// Local storage, and the sync area put into the inbox as the lock screen does.
    fn stored_for_unlock(&self) -> Objects {
        let mut stored = self.local.clone();
        stored.extend(objects::inbox(&self.area));
        stored
    }

    /// Whether a kept version still has the account.
    fn remembers(&self, id: RecordId) -> bool {
        self.vault.as_ref().is_some_and(|vault| {
            let previews =
                vault.versions().into_iter().filter_map(|version| vault.preview(&version, &self.local).ok());
            previews.flat_map(|difference| difference.added).any(|named| named.id == id)
        })
    }

    fn view(&self) -> Option<Vec<(RecordId, String, bool)>> {
        self.vault.as_ref().map(contents)
    }
}

fn contents(vault: &Vault) -> Vec<(RecordId, String, bool)> {
    let line = |kept: tessera_core::vault::Kept| (kept.id, kept.account.issuer, kept.deleted.is_some());
    vault.accounts().into_iter().chain(vault.bin()).map(line).collect()
}

/// Something that can happen to a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Adds an account.
    Add,
    /// Renames the nth account.
    Rename(usize),
    /// Puts the nth account into the bin.
    Delete(usize),
    /// Takes the nth account out of the bin.
    Restore(usize),
    /// Erases the nth account of the bin.
    Erase(usize),
    /// Moves the nth account to the front.
    Move(usize),
    /// A new passphrase in the same slot.
    ChangePassphrase,
    /// A new master key under a new passphrase.
    Rotate,
    /// Unlocks with any passphrase that ever was.
    Unlock,
    /// Locks, or crashes: what was not written is forgotten.
    Lock,
    /// Merges the sync area and writes the result locally.
    ReadSync,
    /// Writes to the sync area what the last reading found lacking.
    WriteSync,
    /// The nth unsent key reaches the server.
    Upload(usize),
    /// The nth differing key arrives from the server.
    Download(usize),
    /// The nth unsent key is never sent.
    LoseUpload(usize),
    /// Sync data is deleted, on the server too.
    WipeSync,
    /// The extension is installed anew, if everything had been synced.
    Reinstall,
    /// The clock is wrong by so many minutes from now on.
    Skew(i64),
}

impl Act {
    /// A random one; edits are as frequent as all transport together.
    pub fn any(chance: &mut Chance) -> Act {
        let nth = chance.below(8);
        match chance.below(40) {
            0..=2 => Act::Add,
            3..=6 => Act::Rename(nth),
            7..=8 => Act::Delete(nth),
            9 => Act::Restore(nth),
            10 => Act::Erase(nth),
            11 => Act::Move(nth),
            12 => Act::ChangePassphrase,
            13 => Act::Rotate,
            14..=16 => Act::Unlock,
            17 => Act::Lock,
            18..=21 => Act::ReadSync,
            22..=25 => Act::WriteSync,
            26..=30 => Act::Upload(nth),
            31..=36 => Act::Download(nth),
            37 => Act::LoseUpload(nth),
            38 if nth == 0 => Act::WipeSync,
            38 => Act::Reinstall,
            _ => Act::Skew([0, 0, 0, 60, -60, 24 * 60 * 20, -24 * 60 * 365, 5][nth]),
        }
    }
}

/// Rounds after which settling is given up.
const LONGEST: usize = 24;
