//! Compiles the patterns of `foreign/*.json` into the table that `src/uri/foreign.rs` includes, so that one more kind of
//! foreign text is one more file. The texts for the person stay data; the pages load those of all kinds as one file.
//!
//! Packs the public suffix list (`suffixes/`, as its maintainers publish it) for `src/site/hosts.rs`: rules without their
//! comments, in the ASCII form that hosts have, each without what it begins with like the one before it.
//!
//! Takes from Unicode's table of confusable characters what `src/site/looks.rs` can meet.

use std::error::Error;
use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::path::Path;
use std::{env, fs};

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=foreign");
    println!("cargo::rerun-if-changed=suffixes");
    println!("cargo::rerun-if-changed=build.rs");
    pack_suffixes()?;
    write_confusables()?;
    let mut kinds = Vec::new();
    for entry in fs::read_dir(Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("foreign"))? {
        let path = entry?.path();
        let kind = read_kind(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        kinds.push(kind);
    }
    // Those that stand for many things, such as any web address, come after those that name one.
    kinds.sort_by(|a, b| (a.rank, &a.kind).cmp(&(b.rank, &b.kind)));
    fs::write(Path::new(&env::var("OUT_DIR")?).join("foreign_table.rs"), table(&kinds)?)?;
    Ok(())
}

fn pack_suffixes() -> Result<(), Box<dyn Error>> {
    let folder = env::var("CARGO_MANIFEST_DIR")?;
    let list = fs::read_to_string(Path::new(&folder).join("suffixes/public_suffix_list.dat"))?;
    let rules = list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let mut rules: Vec<Vec<String>> = rules.map(labels_from_the_end).collect::<Result<_, _>>()?;
    rules.sort();
    let mut packed = String::new();
    let mut before = String::new();
    for rule in rules.iter().map(|labels| labels.join(".")) {
        let same = before.bytes().zip(rule.bytes()).take(25).take_while(|(one, other)| one == other).count();
        packed.push(('A'..='Z').nth(same).ok_or("more is the same than a letter can say")?);
        packed.push_str(rule.get(same..).ok_or("a rule is cut inside a character")?);
        before = rule;
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("suffixes.txt"), packed)?;
    Ok(())
}

fn labels_from_the_end(rule: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let rule = in_ascii(rule)?;
    // Capitals tell where the next rule begins.
    if rule.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Err(format!("{rule} has a capital letter").into());
    }
    Ok(rule.rsplit('.').map(str::to_owned).collect())
}

/// A line for each character that stands for another, with what it stands for behind it, in the order of characters, and
/// the ranges of those that nobody sees. Those that are not in their decomposed form, marks and capitals are gone before the
/// table is asked.
fn write_confusables() -> Result<(), Box<dyn Error>> {
    let mut lines = String::new();
    let mut unseen: Vec<RangeInclusive<char>> = Vec::new();
    for character in '\0'..=char::MAX {
        let one = character.to_string();
        if is_combining_mark(character) || !one.nfkd().eq([character]) || one.to_lowercase() != one {
            continue;
        }
        let looks: String = unicode_security::skeleton(&one).collect();
        if looks.is_empty() {
            match unseen.last_mut().filter(|range| (*range.end()..=character).nth(1) == Some(character)) {
                Some(range) => *range = *range.start()..=character,
                None => unseen.push(character..=character),
            }
        } else if looks != one {
            writeln!(lines, "{one}{looks}")?;
        }
    }
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("confusables.txt"), lines)?;
    fs::write(Path::new(&out).join("unseen.rs"), format!("&{unseen:?}"))?;
    Ok(())
}

fn in_ascii(rule: &str) -> Result<String, Box<dyn Error>> {
    let label = |label: &str| match label.is_ascii() {
        true => Ok(label.to_owned()),
        false => punycode::encode(label).map(|coded| format!("xn--{coded}")),
    };
    let labels: Result<Vec<_>, ()> = rule.split('.').map(label).collect();
    Ok(labels.map_err(|()| format!("{rule} has no ASCII form"))?.join("."))
}

fn read_kind(path: &Path) -> Result<Kind, Box<dyn Error>> {
    let mut kind: Kind = serde_json::from_str(&fs::read_to_string(path)?)?;
    if path.file_stem().and_then(|stem| stem.to_str()) != Some(&kind.kind) {
        return Err("the file is not named after its kind".into());
    }
    for rule in &mut kind.rules {
        if let Some(set) = &rule.rest_only {
            rule.rest_only = Some(spell_out(set)?);
        }
    }
    Ok(kind)
}

/// `0-9_` → `0123456789_`; a hyphen at the end is itself.
fn spell_out(set: &str) -> Result<String, Box<dyn Error>> {
    let mut characters = set.chars().peekable();
    let mut spelt = String::new();
    while let Some(first) = characters.next() {
        let mut ahead = characters.clone();
        match (ahead.next(), ahead.next()) {
            (Some('-'), Some(last)) if first <= last => {
                spelt.extend(first..=last);
                characters = ahead;
            }
            (Some('-'), Some(_)) => return Err(format!("{set} has a range that runs backwards").into()),
            _ => spelt.push(first),
        }
    }
    Ok(spelt)
}

fn table(kinds: &[Kind]) -> Result<String, Box<dyn Error>> {
    let mut source = String::from("static KINDS: &[Kind] = &[\n");
    for Kind { kind, rank, multiline, rules, detail, .. } in kinds {
        let detail = match detail {
            None => "Detail::None".to_owned(),
            Some(Detail::Scheme) => "Detail::Scheme".to_owned(),
            Some(Detail::Host) => "Detail::Host".to_owned(),
            Some(Detail::HostOfParameter { name }) => format!("Detail::HostOfParameter({name:?})"),
            Some(Detail::Field { name }) => format!("Detail::Field({name:?})"),
        };
        writeln!(
            source,
            "Kind {{ name: {kind:?}, general: {}, multiline: {multiline}, detail: {detail}, rules: &[",
            *rank > 0
        )?;
        for rule in rules {
            writeln!(
                source,
                "Rule {{ schemes: &{:?}, hosts: &{:?}, path: {:?}, starts_with: {:?}, contains: &{:?}, has: &{:?}, \
                 lacks: &{:?}, rest_only: {:?}, least: {}, most: {} }},",
                rule.schemes,
                rule.hosts,
                rule.path,
                rule.starts_with,
                rule.contains,
                rule.has,
                rule.lacks,
                rule.rest_only,
                rule.least,
                rule.most.map_or("usize::MAX".to_owned(), |most| most.to_string()),
            )?;
        }
        source.push_str("] },\n");
    }
    source.push_str("];\n");
    Ok(source)
}

/// A file of `foreign/`. A field that is not named here is refused: a pattern that is misspelt must not match less.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    kind: String,
    #[serde(rename = "name")]
    _name: String,
    #[serde(rename = "checked_on")]
    _checked_on: String,
    /// Such texts go over several lines.
    #[serde(default)]
    multiline: bool,
    /// Above 0 for kinds that stand for many things; tried in this order after all others.
    #[serde(default)]
    rank: u8,
    #[serde(rename = "match")]
    rules: Vec<Rule>,
    detail: Option<Detail>,
    #[serde(rename = "texts")]
    _texts: serde_json::Value,
}

/// One way to know a text; everything that is given must hold. Compared without case except `contains` and `rest_only`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
struct Rule {
    /// One of these schemes; `*` is any.
    schemes: Vec<String>,
    /// One of these hosts; `*.` in front means any host below.
    hosts: Vec<String>,
    /// The path begins so.
    path: String,
    /// The text begins so.
    starts_with: String,
    /// All of these occur.
    contains: Vec<String>,
    /// All of these parameters occur.
    has: Vec<String>,
    /// None of these parameters occurs.
    lacks: Vec<String>,
    /// Behind `starts_with` only these characters stand, given as `A-Z0-9_`.
    rest_only: Option<String>,
    /// The fewest characters.
    least: usize,
    /// The most characters.
    most: Option<usize>,
}

/// What may be shown beside the kind.
#[derive(Deserialize)]
#[serde(tag = "from", rename_all = "kebab-case", deny_unknown_fields)]
enum Detail {
    /// The URI's scheme.
    Scheme,
    /// The URI's host.
    Host,
    /// The host of the URI in this parameter.
    HostOfParameter { name: String },
    /// The field `NAME:value;`, as in a Wi-Fi login.
    Field { name: String },
}
