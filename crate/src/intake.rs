//! What was scanned, pasted or typed and waits for the person's yes.
//!
//! Nothing enters the vault unseen: each text becomes cards that show what it is, whether the account is already there,
//! and what saving would do.

mod relations;

pub use relations::relations;

use crate::account::Account;
use crate::error::{Error, ErrorCode};
use crate::otp::{Algorithm, Digits, Otp, Period, Scheme, parse_counter};
use crate::site;
use crate::sync::RecordId;
use crate::time::UnixTime;
use crate::uri::migration::Part;
use crate::uri::{self, Foreign, Reading, SecretInput, Spelling};
use crate::vault::Vault;
use crate::view::CodeView;

/// The cards of one scan, one paste or one filled form, in the order they were found.
#[derive(Debug, Default)]
pub struct Intake {
    entries: Vec<Entry>,
    parts: Vec<PartMark>,
}

/// One card.
#[derive(Debug)]
pub enum Entry {
    /// An account that can be saved.
    Account {
        /// What would be saved, under the names as the person left them.
        account: Box<Account>,
        /// What the person chose; `None` while the relation to the vault decides.
        choice: Option<Choice>,
    },
    /// A code of another product, which holds no key.
    Foreign(Foreign),
    /// A text that should be an account and is not, or an entry of an export that cannot be taken.
    Invalid {
        /// Its name in the export; empty if it has none.
        name: String,
        /// What is wrong with it.
        error: Error,
    },
}

/// What saving does with a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Keep it beside what is there.
    Add,
    /// Put it in the place of the account of the same name, which moves to the bin.
    Replace,
    /// Leave it out.
    Skip,
}

/// How a card stands to the accounts that are already kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation<Id> {
    /// Nothing like it is there.
    New,
    /// The same codes are already there.
    Same(Id),
    /// The name is there, with another key or other settings.
    SameName(Id),
    /// Nothing like it is kept, but an earlier one of the same import is equal in every field.
    Repeated,
}

/// What saving did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// Accounts that were not there before.
    pub added: Vec<RecordId>,
    /// Accounts that went to the bin because another took their place.
    pub replaced: Vec<RecordId>,
}

/// Which part of a Google export was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartMark {
    /// The export's own number.
    pub id: i32,
    /// Which part, from 0.
    pub index: u32,
    /// How many parts the export has.
    pub count: u32,
}

/// The settings of the form, as typed; the key comes apart because it is secret.
#[derive(Clone, Copy, Debug)]
pub struct ManualFields<'a> {
    /// Who asks for the code.
    pub issuer: &'a str,
    /// Whose code it is.
    pub account: &'a str,
    /// `totp`, `hotp`, `steam` or `battle`.
    pub kind: &'a str,
    /// A name that [`Algorithm`] reads.
    pub algorithm: &'a str,
    /// The number of digits; empty for the usual one.
    pub digits: &'a str,
    /// The seconds of a period; empty for the usual one.
    pub period: &'a str,
    /// The next counter; empty for 0.
    pub counter: &'a str,
}

impl Intake {
    /// Adds what one scanned code holds.
    pub fn add_scanned(&mut self, text: &str) {
        self.add_reading(uri::read(text));
    }

    /// Adds everything a pasted text holds, line by line.
    ///
    /// Errors: `intake_empty` if there is nothing in it.
    pub fn add_pasted(&mut self, text: &str) -> Result<(), Error> {
        let readings = uri::read_all(text);
        if readings.is_empty() {
            return Err(ErrorCode::IntakeEmpty.into());
        }
        readings.into_iter().for_each(|reading| self.add_reading(reading));
        Ok(())
    }

    /// Adds the account of the form. A key URI pasted into the key's field brings its own settings; the names typed
    /// beside it win over those it holds. Other things pasted there become the cards they would be anywhere.
    ///
    /// Errors: those of [`uri::secret_input`], `otp_digits_invalid`, `otp_period_invalid`, `otp_counter_invalid`,
    /// `otp_algorithm_unknown`, `uri_type_unknown`.
    pub fn add_manual(&mut self, secret: &str, fields: ManualFields<'_>) -> Result<(), Error> {
        match uri::secret_input(secret)? {
            SecretInput::Key { key, spelling, .. } => {
                let scheme = fields.scheme(spelling)?;
                let otp = Otp { key, scheme };
                self.push(Account::new(otp, fields.issuer.trim(), fields.account.trim()));
            }
            SecretInput::Account(account) => self.push(fields.renamed(*account)),
            SecretInput::Part(part) => self.add_part(part),
            SecretInput::Foreign(foreign) => self.entries.push(Entry::Foreign(foreign)),
        }
        Ok(())
    }

    /// The cards.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The accounts with what is to happen to each, given how it stands to what is kept.
    pub fn accounts(&self) -> impl Iterator<Item = (&Account, Option<Choice>)> {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Account { account, choice } => Some((account.as_ref(), *choice)),
            _ => None,
        })
    }

    /// The parts of Google exports that were read.
    pub fn parts(&self) -> &[PartMark] {
        &self.parts
    }

    /// The first account's code, for the line under the form.
    pub fn preview(&self, now: UnixTime) -> Option<CodeView> {
        let (account, _) = self.accounts().next()?;
        Some(match &account.otp.scheme {
            Scheme::Hotp { .. } => CodeView::of_counter(&account.otp, now),
            _ => CodeView::new(&account.otp, now),
        })
    }

    /// Changes a name on the card `index`; a card that is not an account stays as it is.
    pub fn rename(&mut self, index: usize, issuer: Option<&str>, name: Option<&str>) {
        if let Some(Entry::Account { account, .. }) = self.entries.get_mut(index) {
            if let Some(issuer) = issuer {
                account.issuer = issuer.trim().to_owned();
            }
            if let Some(name) = name {
                account.account = name.trim().to_owned();
            }
        }
    }

    /// Remembers the site that showed the code, if there is exactly one account and it has none. Several accounts at
    /// once come from an export, and the page that shows one is not the site of any.
    pub fn learn_site(&mut self, domain: &str) {
        let one = self.accounts().count() == 1 && self.parts.is_empty();
        for entry in self.entries.iter_mut().filter(|_| one) {
            if let Entry::Account { account, .. } = entry
                && account.site.is_empty()
            {
                account.site = domain.to_owned();
            }
        }
    }

    /// Sets what saving does with the card `index`.
    pub fn choose(&mut self, index: usize, chosen: Choice) {
        if let Some(Entry::Account { choice, .. }) = self.entries.get_mut(index) {
            *choice = Some(chosen);
        }
    }

    /// Adds accounts that were read from a file, each as a card of its own, so that what is shown adds up to what the
    /// file held.
    pub fn add_accounts(&mut self, accounts: Vec<Account>) {
        let cards = accounts.into_iter();
        self.entries.extend(cards.map(|account| Entry::Account { account: Box::new(account), choice: None }));
    }

    /// How each card stands to what is kept; cards that are no account are new.
    pub fn relations<Id: Clone>(&self, kept: &[(Id, &Account)]) -> Vec<Relation<Id>> {
        let accounts: Vec<&Account> = self.accounts().map(|(account, _)| account).collect();
        let mut known = relations(&accounts, kept).into_iter();
        let of_entry = |entry: &Entry| match entry {
            Entry::Account { .. } => known.next().unwrap_or(Relation::New),
            _ => Relation::New,
        };
        self.entries.iter().map(of_entry).collect()
    }

    /// Adds the accounts to the vault as the cards say.
    ///
    /// Errors: `vault_text_too_long`, `entropy_unavailable`. The caller drops the vault then, so that nothing is half
    /// done.
    pub fn save(&self, vault: &mut Vault, now: UnixTime) -> Result<Saved, Error> {
        let kept = vault.accounts();
        let kept: Vec<(RecordId, &Account)> = kept.iter().map(|kept| (kept.id, &kept.account)).collect();
        let (mut saved, mut new) = (Saved::default(), Vec::new());
        for (entry, relation) in self.entries.iter().zip(self.relations(&kept)) {
            let Entry::Account { account, choice } = entry else { continue };
            match (choice.unwrap_or(relation.usual_choice()), relation) {
                (Choice::Skip, _) => {}
                (Choice::Replace, Relation::Same(id) | Relation::SameName(id)) => {
                    let held = with_new_key(vault.account(id)?.account, account);
                    let holder = vault.edit(id, &held, now)?;
                    if holder != id {
                        saved.added.push(holder);
                        saved.replaced.push(id);
                    }
                }
                (Choice::Add | Choice::Replace, _) => new.push(account.as_ref().clone()),
            }
        }
        saved.added.extend(vault.add_all(&new, now)?);
        Ok(saved)
    }

    fn add_reading(&mut self, reading: Reading) {
        match reading {
            Reading::Account(account) => self.push(*account),
            Reading::Part(part) => self.add_part(part),
            Reading::Foreign(foreign) => self.entries.push(Entry::Foreign(foreign)),
            Reading::Invalid(error) => self.entries.push(Entry::Invalid { name: String::new(), error }),
        }
    }

    fn add_part(&mut self, part: Part) {
        self.parts.push(PartMark { id: part.id, index: part.index, count: part.count });
        part.accounts.into_iter().for_each(|account| self.push(account));
        let skipped = part.skipped.into_iter();
        self.entries.extend(skipped.map(|entry| Entry::Invalid { name: entry.name, error: entry.error }));
    }

    /// A page may show the same code twice, as a picture and as a link: equal in every field, it is one card.
    fn push(&mut self, account: Account) {
        if !self.accounts().any(|(known, _)| *known == account) {
            self.entries.push(Entry::Account { account: Box::new(account), choice: None });
        }
    }
}

impl ManualFields<'_> {
    /// The form's settings; Steam's way to write a key tells the type if the form still has the usual one.
    fn scheme(&self, spelling: Spelling) -> Result<Scheme, Error> {
        match self.kind {
            "totp" if spelling == Spelling::SteamBase64 => Ok(Scheme::Steam),
            "totp" => Ok(Scheme::Totp {
                algorithm: self.algorithm.parse::<Algorithm>()?,
                digits: self.digits()?,
                period: if self.period.trim().is_empty() { Period::THIRTY } else { self.period.parse()? },
            }),
            "hotp" => Ok(Scheme::Hotp {
                algorithm: self.algorithm.parse::<Algorithm>()?,
                digits: self.digits()?,
                counter: if self.counter.trim().is_empty() { 0 } else { parse_counter(self.counter)? },
            }),
            "steam" => Ok(Scheme::Steam),
            "battle" => Ok(Scheme::BattleNet),
            _ => Err(ErrorCode::UriTypeUnknown.into()),
        }
    }

    fn digits(&self) -> Result<Digits, Error> {
        if self.digits.trim().is_empty() { Ok(Digits::SIX) } else { self.digits.parse() }
    }

    fn renamed(&self, mut account: Account) -> Account {
        for (typed, held) in [(self.issuer, &mut account.issuer), (self.account, &mut account.account)] {
            if !typed.trim().is_empty() {
                *held = typed.trim().to_owned();
            }
        }
        account
    }
}

/// The account as it was, with the key and the names of the new one: note, groups and favorite stay, and its sites.
fn with_new_key(kept: Account, new: &Account) -> Account {
    let site = site::with(&kept.site, &new.site);
    Account { otp: new.otp.clone(), issuer: new.issuer.clone(), account: new.account.clone(), site, ..kept }
}

impl<Id> Relation<Id> {
    /// What saving does if the person chooses nothing: nothing is doubled, and no key is thrown away unasked.
    pub fn usual_choice(&self) -> Choice {
        match self {
            Relation::New => Choice::Add,
            Relation::Same(_) | Relation::Repeated => Choice::Skip,
            Relation::SameName(_) => Choice::Add,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GITHUB: &str = "otpauth://totp/GitHub:alice?secret=JBSWY3DPEHPK3PXP&issuer=GitHub";

    fn form() -> ManualFields<'static> {
        ManualFields {
            issuer: " CCM Direct ",
            account: "",
            kind: "totp",
            algorithm: "SHA1",
            digits: "6",
            period: "30",
            counter: "0",
        }
    }

    fn filled(secret: &str, fields: ManualFields<'_>) -> Result<Intake, Error> {
        let mut intake = Intake::default();
        intake.add_manual(secret, fields).map(|()| intake)
    }

    fn only(intake: &Intake) -> &Account {
        let [Entry::Account { account, .. }] = intake.entries() else { panic!("{intake:?}") };
        account
    }

    #[test]
    fn two_codes_in_view_give_two_cards() {
        let mut intake = Intake::default();
        intake.add_scanned(GITHUB);
        intake.add_scanned("otpauth://totp/GitLab:alice?secret=JBSWY3DPEHPK3PXP&issuer=GitLab");
        assert_eq!(intake.accounts().count(), 2);
    }

    #[test]
    fn the_same_code_seen_twice_is_one_card() {
        let mut intake = Intake::default();
        intake.add_scanned(GITHUB);
        intake.add_scanned(GITHUB);
        assert_eq!(intake.entries().len(), 1);
    }

    #[test]
    fn the_form_keeps_every_setting() {
        let fields = ManualFields { kind: "hotp", algorithm: "SHA256", digits: "8", counter: "9", ..form() };
        let intake = filled("jbsw y3dp ehpk 3pxp", fields).unwrap();
        let account = only(&intake);
        let digits = Digits::EIGHT;
        assert_eq!(account.otp.scheme, Scheme::Hotp { algorithm: Algorithm::Sha256, digits, counter: 9 });
        assert_eq!(account.issuer, "CCM Direct");
    }

    #[test]
    fn an_empty_setting_is_the_usual_one_and_a_wrong_one_is_an_error() {
        let usual = filled("JBSWY3DPEHPK3PXP", ManualFields { digits: "", period: " ", ..form() }).unwrap();
        assert_eq!(only(&usual).otp.scheme, Scheme::standard());
        for (fields, code) in [
            (ManualFields { digits: "0", ..form() }, ErrorCode::OtpDigitsInvalid),
            (ManualFields { period: "0", ..form() }, ErrorCode::OtpPeriodInvalid),
            (ManualFields { kind: "hotp", counter: "-1", ..form() }, ErrorCode::OtpCounterInvalid),
            (ManualFields { algorithm: "MD5", ..form() }, ErrorCode::OtpAlgorithmUnknown),
            (ManualFields { kind: "push", ..form() }, ErrorCode::UriTypeUnknown),
        ] {
            assert_eq!(filled("JBSWY3DPEHPK3PXP", fields).unwrap_err().code, code);
        }
    }

    #[test]
    fn a_link_in_the_key_field_brings_its_settings_and_the_typed_name_wins() {
        let intake = filled(&format!("{GITHUB}&digits=8"), form()).unwrap();
        let account = only(&intake);
        assert_eq!(account.otp.scheme.digits(), Digits::EIGHT);
        assert_eq!((account.issuer.as_str(), account.account.as_str()), ("CCM Direct", "alice"));
    }

    #[test]
    fn an_empty_paste_is_said() {
        assert_eq!(Intake::default().add_pasted(" \n# a comment\n"), Err(ErrorCode::IntakeEmpty.into()));
    }

    #[test]
    fn what_is_no_account_stays_beside_what_is_one() {
        let mut intake = Intake::default();
        intake
            .add_pasted(&format!("{GITHUB}\nWIFI:T:WPA;S:guest;P:secret;;\notpauth://totp/x?secret="))
            .unwrap();
        assert!(matches!(
            intake.entries(),
            [Entry::Account { .. }, Entry::Foreign(_), Entry::Invalid { .. }]
        ));
    }

    #[test]
    fn a_counter_is_previewed_without_being_used() {
        let fields = ManualFields { kind: "hotp", ..form() };
        let intake = filled("JBSWY3DPEHPK3PXP", fields).unwrap();
        assert_eq!(intake.preview(UnixTime::from_seconds(0)).unwrap().code.len(), 6);
        assert_eq!(only(&intake).otp.scheme.counter(), Some(0));
    }

    fn a_vault(uris: &[&str]) -> Vault {
        let now = UnixTime::from_seconds(1_700_000_000);
        let mut vault = Vault::create(now).unwrap();
        let accounts: Vec<Account> = uris.iter().map(|uri| uri::parse(uri).unwrap()).collect();
        vault.add_all(&accounts, now).unwrap();
        vault
    }

    fn names(vault: &Vault) -> Vec<String> {
        vault.accounts().iter().map(|kept| kept.account.issuer.clone()).collect()
    }

    #[test]
    fn saving_does_what_the_cards_showed() {
        let now = UnixTime::from_seconds(1_700_000_001);
        let mut vault = a_vault(&[GITHUB, "otpauth://totp/Bank:bob?secret=GEZDGNBVGY3TQOJQ"]);
        let mut intake = Intake::default();
        let uris = [
            "otpauth://totp/One?secret=JBSWY3DPEHPK3PXA&issuer=One",
            "otpauth://totp/Two?secret=JBSWY3DPEHPK3PXA&issuer=Two",
            GITHUB,
            "otpauth://totp/Bank:bob?secret=JBSWY3DPEHPK3PXP",
            "otpauth://totp/One?secret=JBSWY3DPEHPK3PXA&issuer=One",
        ];
        intake.add_accounts(uris.iter().map(|uri| uri::parse(uri).unwrap()).collect());
        intake.choose(3, Choice::Replace);
        let bank = vault.accounts()[1].id;
        let saved = intake.save(&mut vault, now).unwrap();
        assert_eq!(names(&vault), ["GitHub", "Bank", "One", "Two"]);
        assert_eq!(saved.replaced, [bank]);
        assert_eq!(saved.added.len(), 3);

        for id in saved.added {
            vault.delete(id, now).unwrap();
        }
        vault.restore(bank, now).unwrap();
        assert_eq!(names(&vault), ["GitHub", "Bank"]);
        assert_eq!(vault.accounts()[1].id, bank);
    }

    #[test]
    fn an_account_that_does_not_fit_stops_the_saving_before_anything_is_added() {
        let now = UnixTime::from_seconds(1_700_000_001);
        let mut vault = a_vault(&[]);
        let mut intake = Intake::default();
        let mut long = uri::parse(GITHUB).unwrap();
        long.note = "x".repeat(10_000);
        intake.add_accounts(vec![uri::parse(GITHUB).unwrap(), long]);
        assert_eq!(intake.save(&mut vault, now).unwrap_err().code, ErrorCode::VaultTextTooLong);
        assert_eq!(vault.accounts(), []);
    }

    #[test]
    fn the_site_is_learnt_for_one_account_and_never_for_an_export() {
        let mut one = Intake::default();
        one.add_scanned(GITHUB);
        one.learn_site("github.com");
        one.learn_site("other.example");
        assert_eq!(only(&one).site, "github.com");
        let mut two = Intake::default();
        two.add_pasted(&format!("{GITHUB}\notpauth://totp/x?secret=GEZDGNBVGY3TQOJQ")).unwrap();
        two.learn_site("mail.example");
        assert!(two.accounts().all(|(account, _)| account.site.is_empty()));
    }

    #[test]
    fn names_and_choices_can_be_changed_before_saving() {
        let mut intake = Intake::default();
        intake.add_scanned(GITHUB);
        intake.rename(0, Some("Work"), None);
        intake.choose(0, Choice::Skip);
        intake.rename(7, Some("nobody"), None);
        let (account, choice) = intake.accounts().next().unwrap();
        assert_eq!((account.issuer.as_str(), account.account.as_str()), ("Work", "alice"));
        assert_eq!(choice, Some(Choice::Skip));
    }
}
