//! Spelling: an English word in small letters in, the word as it is spelled in America out ("tumour" is tumor).
//!
//! Records of two sides of the ocean would else share fewer words than they have in common. By rules on letters, which
//! also change some words that both spell alike; all uses of a word change alike, so that only what two words become
//! together matters. What is shown is never changed.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Letters inside of words, and what stands for them in America.
const INSIDE: [(&str, &str); 46] = [
    ("aemi", "emi"),
    ("aesth", "esth"),
    ("aetiolog", "etiolog"),
    ("aluminium", "aluminum"),
    ("amoeb", "ameb"),
    ("archaeo", "archeo"),
    ("artefact", "artifact"),
    ("behaviour", "behavior"),
    ("caec", "cec"),
    ("caesar", "cesar"),
    ("coeliac", "celiac"),
    ("colour", "color"),
    ("encyclopaed", "encycloped"),
    ("endeavour", "endeavor"),
    ("faec", "fec"),
    ("favour", "favor"),
    ("fibre", "fiber"),
    ("flavour", "flavor"),
    ("foet", "fet"),
    ("gynaec", "gynec"),
    ("haem", "hem"),
    ("harbour", "harbor"),
    ("homoeo", "homeo"),
    ("honour", "honor"),
    ("humour", "humor"),
    ("labour", "labor"),
    ("leucocyt", "leukocyt"),
    ("manoeuv", "maneuv"),
    ("mould", "mold"),
    ("neighbour", "neighbor"),
    ("odour", "odor"),
    ("oedem", "edem"),
    ("oesoph", "esoph"),
    ("oestr", "estr"),
    ("paed", "ped"),
    ("palaeo", "paleo"),
    ("plough", "plow"),
    ("pnoea", "pnea"),
    ("rigour", "rigor"),
    ("rrhoea", "rrhea"),
    ("rumour", "rumor"),
    ("sceptic", "skeptic"),
    ("sulph", "sulf"),
    ("tumour", "tumor"),
    ("vapour", "vapor"),
    ("vigour", "vigor"),
];

static INSIDE_FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(INSIDE.iter().map(|(from, _)| from)).ok());

/// The same at the ends of words.
const ENDS: [(&str, &str); 21] = [
    ("ageing", "aging"),
    ("calibre", "caliber"),
    ("centre", "center"),
    ("centred", "centered"),
    ("centres", "centers"),
    ("defence", "defense"),
    ("goitre", "goiter"),
    ("goitres", "goiters"),
    ("litre", "liter"),
    ("litres", "liters"),
    ("logue", "log"),
    ("logues", "logs"),
    ("metre", "meter"),
    ("metres", "meters"),
    ("offence", "offense"),
    ("offences", "offenses"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("theatre", "theater"),
    ("titre", "titer"),
    ("titres", "titers"),
];

/// Verbs that double their last letter before an ending, but not in America.
const DOUBLED: [&str; 16] = [
    "cancell", "channell", "counsell", "equall", "fuell", "funnell", "labell", "levell", "marvell", "modell", "panell",
    "rivall", "signall", "spirall", "travell", "tunnell",
];

/// Words in "-ise" that nobody spells with "z".
const ALWAYS_S: [&str; 31] = [
    "advertise",
    "advise",
    "anise",
    "apprise",
    "chastise",
    "circumcise",
    "comprise",
    "compromise",
    "concise",
    "demise",
    "despise",
    "devise",
    "disguise",
    "enterprise",
    "excise",
    "exercise",
    "expertise",
    "franchise",
    "imprecise",
    "improvise",
    "incise",
    "merchandise",
    "paradise",
    "practise",
    "precise",
    "premise",
    "promise",
    "revise",
    "supervise",
    "surprise",
    "televise",
];

/// Shortest word that is looked at.
const SHORTEST: usize = 6;

/// The word as it is spelled in America.
pub fn american(word: &str) -> Cow<'_, str> {
    if word.len() < SHORTEST || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    let word = inside(word);
    if let Some((start, to)) = ENDS.iter().find_map(|(from, to)| Some((word.strip_suffix(from)?, to))) {
        return format!("{start}{to}").into();
    }
    if let Some(at) = doubled(&word) {
        return format!("{}{}", &word[..at], &word[at + 1..]).into();
    }
    match with_s(&word) {
        Some(at) => format!("{}z{}", &word[..at], &word[at + 1..]).into(),
        None => word,
    }
}

fn inside(word: &str) -> Cow<'_, str> {
    let mut found = INSIDE_FINDER.iter().flat_map(|finder| finder.find_iter(word)).peekable();
    if found.peek().is_none() {
        return Cow::Borrowed(word);
    }
    let (mut whole, mut from) = (String::with_capacity(word.len()), 0);
    for part in found {
        whole.extend([&word[from..part.start()], INSIDE[part.pattern().as_usize()].1]);
        from = part.end();
    }
    (whole + &word[from..]).into()
}

/// Where the second of two letters stands that America spells as one.
fn doubled(word: &str) -> Option<usize> {
    let start = ["ed", "ing", "er", "ers", "or", "ors"].iter().find_map(|ending| word.strip_suffix(ending))?;
    DOUBLED.iter().any(|verb| start.ends_with(verb)).then(|| start.len() - 1)
}

/// Where the "s" stands that America spells as "z" ("organisation", "randomised", "analyse").
fn with_s(word: &str) -> Option<usize> {
    let before = |ending: &str| word.strip_suffix(ending).map(str::len);
    if let Some(start) = before("isation").or_else(|| before("isations")).or_else(|| before("isational")) {
        return Some(start + 1);
    }
    let start = ["e", "ed", "es", "er", "ers", "ing"].iter().find_map(|ending| word.strip_suffix(ending))?;
    if start.ends_with("lys") {
        // "analyses" are several analyses rather.
        return (!word.ends_with("es")).then(|| start.len() - 1);
    }
    let root = start.strip_suffix("is").filter(|root| root.len() >= 4 && !root.ends_with(['a', 'o', 'u', 'w']))?;
    let is_always_s = ALWAYS_S.iter().any(|verb| verb[..verb.len() - 1] == *start);
    (!is_always_s).then(|| root.len() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_become_one() {
        for (british, other) in [
            ("tumours", "tumors"),
            ("oesophageal", "esophageal"),
            ("haematology", "hematology"),
            ("leukaemia", "leukemia"),
            ("diarrhoea", "diarrhea"),
            ("anaesthesia", "anesthesia"),
            ("paediatric", "pediatric"),
            ("randomised", "randomized"),
            ("organisations", "organizations"),
            ("characterising", "characterizing"),
            ("analysed", "analyzed"),
            ("hydrolyse", "hydrolyze"),
            ("multicentre", "multicenter"),
            ("centimetres", "centimeters"),
            ("modelling", "modeling"),
            ("unlabelled", "unlabeled"),
            ("catalogue", "catalog"),
            ("behavioural", "behavioral"),
            ("programmes", "programs"),
        ] {
            assert_eq!(american(british), american(other), "{british}");
            assert_eq!(american(british), other);
        }
    }

    #[test]
    fn other_words_stay() {
        for word in [
            "analyses",
            "exercise",
            "exercising",
            "raised",
            "disease",
            "advised",
            "otherwise",
            "promising",
            "crises",
            "supervised",
            "programming",
            "selling",
            "noise",
            "bruised",
            "stimulus",
            "wise",
            "pairwise",
            "basis",
            "tour",
            "hours",
            "poetry",
            "aerobic",
            "virus",
            "fibrosis",
            "revisions",
            "parametric",
        ] {
            assert_eq!(american(word), word);
        }
    }
}
