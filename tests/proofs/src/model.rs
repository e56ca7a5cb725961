//! The write protocol of sync as a state machine that can be explored to the end.
//!
//! Real: records, replicas, buckets, stamps, the roster and their merging (`tessera_core::sync`). Abstracted, because
//! sealing at every step would be too slow: a sealed object is its content beside the epoch it is sealed under, and a
//! key ring is the set of epochs whose keys are at hand. What the vault decides with them (`vault/merge.rs`,
//! `vault/changes.rs`) is written here again in short; the real vault runs in `world`, at random.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use stateright::{Model, Property};
use tessera_core::flat::Map;
use tessera_core::secret::Secret;
use tessera_core::sync::record::tag;
use tessera_core::sync::{
    Body, Entry, Epoch, Fields, Group, Hlc, Home, Identity, Record, RecordId, Replica, Roster, SlotEntry,
    SlotId, Stamped,
};
use tessera_core::time::UnixTime;

/// What is explored: which device does what in which order, and how often the world fails.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name in reports.
    pub name: &'static str,
    /// Each device's edits, in its order; everything else happens at any time.
    pub scripts: Vec<Vec<Op>>,
    /// How often a device may lock or crash, losing what it had not written.
    pub crashes: u8,
    /// How often an upload is lost.
    pub losses: u8,
    /// How often the sync area is wiped, everywhere.
    pub wipes: u8,
    /// Devices that begin without a vault and join.
    pub late: Vec<usize>,
}

/// An edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// A new account, in this bucket.
    Add(u8),
    /// A new name for the nth account.
    Rename(usize),
    /// The nth account to the bin.
    Delete(usize),
    /// The nth account from the bin.
    Restore(usize),
    /// The nth account for good.
    Erase(usize),
    /// The nth account into this bucket, as when one is full.
    Move(usize, u8),
    /// A new passphrase in the same slot.
    ChangePassphrase,
    /// A new master key.
    Rotate,
}

/// What can happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The next edit of the device's script.
    Edit,
    /// Merges the area, stores the result, and finds out what the area lacks.
    Read,
    /// Writes that to the area.
    Write,
    /// The person enters the passphrases he knows: all.
    Unlock,
    /// Locks or crashes.
    Crash,
    /// A key reaches the server.
    Upload(Key),
    /// A key arrives from the server.
    Download(Key),
    /// A key is never sent.
    Lose(Key),
    /// The sync data is deleted everywhere.
    Wipe,
}

/// A key of the sync area: a bucket, or the header.
pub type Key = u8;
const HEADER: Key = u8::MAX;

/// A sealed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// A bucket.
    Bucket(Epoch, Arc<Replica>),
    /// A header with the epochs whose keys it wraps.
    Header(Arc<Roster>, BTreeSet<Epoch>),
}

type Area = BTreeMap<Key, Text>;

/// A browser profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Device {
    replica: Replica,
    roster: Roster,
    keys: BTreeSet<Epoch>,
    joined: bool,
    unlocked: bool,
    done: usize,
    area: Area,
    unsent: BTreeSet<Key>,
    staged: Option<Area>,
    /// Names that gave way and are kept as versions: account and stamp.
    kept: BTreeSet<(RecordId, Hlc)>,
}

/// Everything at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    devices: Vec<Device>,
    server: Area,
    /// Every acknowledged naming.
    said: BTreeSet<(RecordId, Hlc)>,
    crashes: u8,
    losses: u8,
    wipes: u8,
}

impl Hash for State {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        for device in &self.devices {
            hash_replica(&device.replica, hasher);
            hash_roster(&device.roster, hasher);
            (&device.keys, device.joined, device.unlocked, device.done).hash(hasher);
            hash_area(&device.area, hasher);
            device.unsent.hash(hasher);
            device.staged.is_some().hash(hasher);
            device.staged.iter().for_each(|staged| hash_area(staged, hasher));
            device.kept.hash(hasher);
        }
        hash_area(&self.server, hasher);
        (&self.said, self.crashes, self.losses, self.wipes).hash(hasher);
    }
}

fn hash_area<H: Hasher>(area: &Area, hasher: &mut H) {
    area.len().hash(hasher);
    for (key, text) in area {
        key.hash(hasher);
        match text {
            Text::Bucket(epoch, entries) => {
                epoch.hash(hasher);
                hash_replica(entries, hasher);
            }
            Text::Header(roster, keys) => {
                hash_roster(roster, hasher);
                keys.hash(hasher);
            }
        }
    }
}

/// Names are told apart by their stamps and their one field.
fn hash_replica<H: Hasher>(replica: &Replica, hasher: &mut H) {
    replica.len().hash(hasher);
    for (id, entry) in replica.iter() {
        (id, entry.generation, entry.home.moves, entry.home.bucket).hash(hasher);
        match &entry.body {
            Body::Live(record) => {
                (record.created, record.is_deleted()).hash(hasher);
                for group in Group::ALL {
                    record.group(group).at.hash(hasher);
                }
                record.name.fields.find(tag::ISSUER).hash(hasher);
            }
            Body::Gone(trace) => trace.0.hash(hasher),
        }
    }
}

fn hash_roster<H: Hasher>(roster: &Roster, hasher: &mut H) {
    (roster.epoch, roster.at).hash(hasher);
    for (id, slot) in &roster.slots {
        (id, slot.at, &slot.body).hash(hasher);
    }
}

impl Model for Scenario {
    type State = State;
    type Action = (usize, Step);

    fn init_states(&self) -> Vec<State> {
        vec![self.begin()]
    }

    fn actions(&self, state: &State, actions: &mut Vec<(usize, Step)>) {
        for (index, device) in state.devices.iter().enumerate() {
            let mut may = |step| actions.push((index, step));
            if device.unlocked {
                if device.done < self.scripts[index].len() {
                    may(Step::Edit);
                }
                may(Step::Read);
                if device.staged.is_some() {
                    may(Step::Write);
                }
                if state.crashes > 0 {
                    may(Step::Crash);
                }
            }
            if !device.unlocked || device.is_waiting() {
                may(Step::Unlock);
            }
            for key in &device.unsent {
                may(Step::Upload(*key));
                if state.losses > 0 {
                    may(Step::Lose(*key));
                }
            }
            for key in keys(&state.server, &device.area) {
                may(Step::Download(key));
            }
        }
        if state.wipes > 0 && !state.server.is_empty() {
            actions.push((0, Step::Wipe));
        }
    }

    fn next_state(&self, last: &State, (index, step): (usize, Step)) -> Option<State> {
        let mut state = last.clone();
        self.step(&mut state, index, step);
        (state != *last).then_some(state)
    }

    fn properties(&self) -> Vec<Property<Scenario>> {
        vec![
            Property::always(SETTLES, |model, state| model.settled(state).is_ok()),
            Property::sometimes("every edit is made", |model: &Scenario, state: &State| {
                let scripts = model.scripts.iter().map(Vec::len);
                state.devices.iter().map(|device| device.done).eq(scripts)
            }),
        ]
    }
}

/// The property: from any state, once all are unlocked and connected, all devices become equal in a few rounds, a new
/// device can read everything, and every acknowledged edit is there or kept as a version.
pub const SETTLES: &str = "settles, equal, complete and readable";

impl Scenario {
    /// A protected vault with one account on every device that is not late, all in step.
    fn begin(&self) -> State {
        let mut first = Device { unlocked: true, joined: true, ..Device::default() };
        first.roster.epoch = Epoch { number: 1, nonce: 0 };
        first.roster.slots.insert(SlotId([1; 4]), SlotEntry { at: Hlc::ZERO, body: Some(vec![0]) });
        first.keys.insert(first.roster.epoch);
        let id = RecordId([0; 8]);
        first.replica.put(id, added(id, 0, first.tick(), 0));
        first.read();
        first.write();
        first.unsent.clear();
        first.staged = None;
        let server = first.area.clone();
        let said = BTreeSet::from([(id, first.replica.latest())]);
        let mut devices = vec![first; self.scripts.len()];
        for late in &self.late {
            devices[*late] = Device::default();
        }
        let (crashes, losses, wipes) = (self.crashes, self.losses, self.wipes);
        State { devices, server, said, crashes, losses, wipes }
    }

    fn step(&self, state: &mut State, index: usize, step: Step) {
        let server = state.server.clone();
        let device = &mut state.devices[index];
        match step {
            Step::Edit => {
                let op = self.scripts[index][device.done];
                device.done += 1;
                if let Some(said) = device.edit(op, index) {
                    state.said.insert(said);
                }
            }
            Step::Read => device.read(),
            Step::Write => device.write(),
            Step::Unlock => device.unlock(),
            Step::Crash => {
                device.unlocked = false;
                device.staged = None;
                state.crashes -= 1;
            }
            Step::Upload(key) => {
                device.unsent.remove(&key);
                if let Some(text) = device.area.get(&key) {
                    state.server.insert(key, text.clone());
                }
            }
            Step::Lose(key) => {
                device.unsent.remove(&key);
                state.losses -= 1;
            }
            Step::Download(key) => match server.get(&key) {
                Some(text) => {
                    device.unsent.remove(&key);
                    device.area.insert(key, text.clone());
                }
                // A deletion loses against a text that was not sent yet.
                None if device.unsent.contains(&key) => {}
                None => drop(device.area.remove(&key)),
            },
            Step::Wipe => {
                state.server.clear();
                for device in &mut state.devices {
                    device.area.clear();
                    device.unsent.clear();
                }
                state.wipes -= 1;
            }
        }
    }

    /// Lets everything come to rest from here.
    ///
    /// Errors: what is then not as it must be.
    pub fn settled(&self, state: &State) -> Result<(), String> {
        let mut state = state.clone();
        let mut rounds = 0;
        loop {
            let before = state.clone();
            for index in 0..state.devices.len() {
                for step in [Step::Unlock, Step::Read, Step::Write] {
                    self.step(&mut state, index, step);
                }
                while let Some(key) = state.devices[index].unsent.first().copied() {
                    self.step(&mut state, index, Step::Upload(key));
                }
                for other in 0..state.devices.len() {
                    for key in keys(&state.server, &state.devices[other].area) {
                        self.step(&mut state, other, Step::Download(key));
                    }
                }
            }
            if state == before {
                break;
            }
            rounds += 1;
            if rounds > LONGEST {
                return Err("endless rewriting".into());
            }
        }
        check(&state)
    }
}

/// What must hold at rest.
fn check(state: &State) -> Result<(), String> {
    let [first, ..] = state.devices.as_slice() else {
        return Ok(());
    };
    let mut fresh = Device { area: state.server.clone(), ..Device::default() };
    fresh.unlock();
    for device in state.devices.iter().chain([&fresh]) {
        if device.replica != first.replica || device.roster != first.roster {
            return Err("devices differ".into());
        }
        if device.is_waiting() || !device.area.values().all(|text| device.can_read(text)) {
            return Err("something cannot be read".into());
        }
    }
    for (id, stamp) in &state.said {
        let shown = first.replica.record(*id).is_some_and(|record| record.name.at == *stamp);
        let erased = first.replica.entry(*id).is_some_and(|entry| match &entry.body {
            Body::Gone(trace) => trace.0[0] >= *stamp,
            Body::Live(_) => false,
        });
        let kept = state.devices.iter().any(|device| device.kept.contains(&(*id, *stamp)));
        if !shown && !erased && !kept {
            return Err(format!("the edit {stamp:?} of {id} is gone"));
        }
    }
    Ok(())
}

impl Device {
    /// A stamp later than everything seen; all clocks stand still, so that stamps of two devices are often equal.
    fn tick(&self) -> Hlc {
        Hlc::next(UnixTime::default(), self.replica.latest().max(self.roster.at))
    }

    fn is_waiting(&self) -> bool {
        match self.area.get(&HEADER) {
            Some(Text::Header(theirs, _)) => {
                theirs.epoch > self.roster.epoch && !self.keys.contains(&theirs.epoch)
            }
            _ => false,
        }
    }

    fn can_read(&self, text: &Text) -> bool {
        match text {
            Text::Bucket(epoch, _) => self.keys.contains(epoch),
            Text::Header(roster, _) => self.keys.contains(&roster.epoch),
        }
    }

    /// One edit, stored at once. Gives what the person was told is saved.
    fn edit(&mut self, op: Op, index: usize) -> Option<(RecordId, Hlc)> {
        let at = self.tick();
        let nth = |replica: &Replica, nth: usize, deleted: bool| {
            let found = replica.records().filter(|(_, record)| record.is_deleted() == deleted);
            found.map(|(id, _)| id).nth(nth)
        };
        match op {
            Op::Add(bucket) => {
                let id = RecordId([index as u8, self.done as u8, 1, 1, 1, 1, 1, 1]);
                self.replica.put(id, added(id, index as u8, at, bucket));
                return Some((id, at));
            }
            Op::Rename(number) => {
                let id = nth(&self.replica, number, false)?;
                let record = self.replica.record_mut(id)?;
                self.kept.insert((id, record.name.at));
                record.name = named(at, index as u8);
                return Some((id, at));
            }
            Op::Delete(number) | Op::Restore(number) => {
                let deleting = matches!(op, Op::Delete(_));
                let id = nth(&self.replica, number, !deleting)?;
                let record = self.replica.record_mut(id)?;
                record.bin.at = at;
                record.bin.fields.put(tag::DELETED, deleting.then(Vec::new));
            }
            Op::Erase(number) => {
                let id = nth(&self.replica, number, true)?;
                self.kept.extend(self.replica.record(id).map(|record| (id, record.name.at)));
                self.replica.erase(id);
            }
            Op::Move(number, bucket) => {
                let id = nth(&self.replica, number, false)?;
                self.replica.rehome(id, bucket);
            }
            Op::ChangePassphrase => {
                let body = Some(vec![index as u8, self.done as u8]);
                self.roster.slots.insert(SlotId([1; 4]), SlotEntry { at, body });
                self.roster.at = at;
            }
            Op::Rotate => {
                self.roster.epoch = self.roster.epoch.next(index as u32);
                self.keys.insert(self.roster.epoch);
                let body = Some(vec![index as u8, self.done as u8]);
                self.roster.slots = Map::from([(SlotId([index as u8; 4]), SlotEntry { at, body })]);
                self.roster.at = at;
            }
        }
        None
    }

    /// `Vault::join_sync` and `Vault::changes`.
    fn read(&mut self) {
        if !self.unlocked {
            return;
        }
        self.join(false);
        self.staged = Some(if self.is_waiting() { Area::new() } else { self.lacking() });
    }

    fn write(&mut self) {
        for (key, text) in self.staged.take().unwrap_or_default() {
            if self.area.get(&key) != Some(&text) {
                self.area.insert(key, text);
                self.unsent.insert(key);
            }
        }
    }

    /// `Vault::open` with the area put into the inbox: a new device joins by it.
    fn unlock(&mut self) {
        if self.unlocked && !self.is_waiting() {
            return;
        }
        if !self.joined && !matches!(self.area.get(&HEADER), Some(Text::Header(..))) {
            return;
        }
        self.unlocked = true;
        self.joined = true;
        self.join(true);
    }

    fn join(&mut self, unlocking: bool) {
        if let Some(Text::Header(theirs, keys)) = self.area.get(&HEADER)
            && (unlocking || self.keys.contains(&theirs.epoch))
        {
            self.keys.extend(keys);
            self.roster = self.roster.join(theirs);
        }
        let texts: Vec<Text> = self.area.values().cloned().collect();
        for text in texts {
            if let Text::Bucket(epoch, entries) = &text
                && self.keys.contains(epoch)
            {
                let before = self.replica.clone();
                let joined = self.replica.merge(entries);
                let name = |replica: &Replica, id| replica.record(id).map(|record| (id, record.name.at));
                self.kept.extend(joined.lost_here.iter().filter_map(|id| name(&before, *id)));
                self.kept.extend(joined.lost_there.iter().filter_map(|id| name(entries, *id)));
            }
        }
    }

    /// `Vault::lacking` without what must not be written over.
    fn lacking(&self) -> Area {
        let mut texts = Area::new();
        for index in 0..BUCKETS {
            let ours = self.replica.bucket(index);
            let lacks = match self.area.get(&index) {
                None => true,
                Some(Text::Bucket(epoch, theirs)) => {
                    self.keys.contains(epoch) && (*epoch != self.roster.epoch || !theirs.covers(&ours))
                }
                Some(Text::Header(..)) => false,
            };
            if lacks && !ours.is_empty() {
                texts.insert(index, Text::Bucket(self.roster.epoch, Arc::new(ours)));
            }
        }
        let lacks = match self.area.get(&HEADER) {
            Some(Text::Header(theirs, _)) if self.keys.contains(&theirs.epoch) => {
                !theirs.covers(&self.roster)
            }
            Some(Text::Header(theirs, _)) => theirs.epoch < self.roster.epoch,
            _ => true,
        };
        if lacks {
            texts.insert(HEADER, Text::Header(Arc::new(self.roster.clone()), self.keys.clone()));
        }
        texts
    }
}

fn keys(server: &Area, area: &Area) -> Vec<Key> {
    let all: BTreeSet<Key> = server.keys().chain(area.keys()).copied().collect();
    all.into_iter().filter(|key| server.get(key) != area.get(key)).collect()
}

fn named(at: Hlc, device: u8) -> Stamped {
    let mut fields = Fields::default();
    fields.put(tag::ISSUER, Some(vec![device]));
    Stamped { at, fields }
}

fn added(id: RecordId, device: u8, at: Hlc, bucket: u8) -> Entry {
    let record = Record {
        created: at,
        identity: Identity { kind: 1, settings: Vec::new(), key: Secret::new(id.0.to_vec()) },
        name: named(at, device),
        place: Stamped::default(),
        pin: Stamped::default(),
        bin: Stamped::default(),
        counter: 0,
        others: Fields::default(),
    };
    Entry { generation: 0, home: Home { moves: 0, bucket }, body: Body::Live(Box::new(record)) }
}

/// Every scenario: three devices, at least six operations, each kind of operation and failure in several.
pub fn scenarios() -> Vec<Scenario> {
    use Op::{Add, ChangePassphrase, Delete, Erase, Move, Rename, Restore, Rotate};
    let scenario = |name, scripts: [&[Op]; 3], crashes, losses, wipes, late: &[usize]| Scenario {
        name,
        scripts: scripts.map(<[Op]>::to_vec).to_vec(),
        crashes,
        losses,
        wipes,
        late: late.to_vec(),
    };
    vec![
        scenario(
            "edits apart",
            [&[Rename(0), Add(0)], &[Rename(0), Add(0)], &[Rename(0), Delete(0)]],
            0,
            0,
            0,
            &[],
        ),
        scenario(
            "delete and restore",
            [&[Delete(0), Restore(0)], &[Rename(0), Delete(0)], &[Rename(0), Rename(0)]],
            1,
            0,
            0,
            &[],
        ),
        scenario(
            "erase and edit",
            [&[Delete(0), Erase(0)], &[Rename(0), Delete(0)], &[Rename(0), Add(0)]],
            0,
            1,
            0,
            &[],
        ),
        scenario(
            "passphrase and add",
            [&[ChangePassphrase, Add(0)], &[Add(0), ChangePassphrase], &[Add(0), Rename(0)]],
            1,
            0,
            0,
            &[],
        ),
        scenario(
            "rotation and add",
            [&[Rotate, Add(0)], &[Add(0), Rename(0)], &[Add(0), Delete(0)]],
            1,
            0,
            0,
            &[],
        ),
        scenario(
            "two rotations",
            [&[Rotate, Add(0)], &[Rotate, Rename(0)], &[Rename(0), Add(0)]],
            0,
            0,
            0,
            &[],
        ),
        scenario(
            "rotation and lost writes",
            [&[Rotate, Rename(0)], &[Add(0), Rename(0)], &[Rename(0), Delete(0)]],
            0,
            2,
            0,
            &[],
        ),
        scenario("wipe", [&[Add(0), Rename(0)], &[Add(0), Delete(0)], &[Rename(0), Add(0)]], 0, 1, 1, &[]),
        scenario(
            "wipe and rotation",
            [&[Rotate, Add(0)], &[Rename(0), ChangePassphrase], &[Add(0), Rename(0)]],
            0,
            0,
            1,
            &[],
        ),
        scenario(
            "a device joins",
            [&[Add(0), Rename(0), Rotate], &[Rename(0), Delete(0)], &[Add(0), Rename(0)]],
            1,
            0,
            0,
            &[2],
        ),
        scenario(
            "two buckets",
            [&[Add(1), Move(0, 1)], &[Rename(0), Move(0, 1)], &[Delete(0), Add(1)]],
            0,
            0,
            0,
            &[],
        ),
        scenario(
            "everything",
            [&[Rotate, Delete(0)], &[ChangePassphrase, Rename(0)], &[Add(0), Restore(0)]],
            1,
            1,
            1,
            &[],
        ),
    ]
}

const BUCKETS: u8 = 2;
/// Rounds after which settling is given up.
const LONGEST: usize = 12;
