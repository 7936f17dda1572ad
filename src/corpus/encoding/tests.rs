//! Encodings: text in each of them in, what is read and told out.

use encoding_rs::{
    EUC_KR, GB18030, IBM866, ISO_8859_2, ISO_8859_5, ISO_8859_7, KOI8_U, SHIFT_JIS, WINDOWS_874, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256,
};

use super::*;
use std::io::BufReader;

fn decode(bytes: &[u8]) -> (String, &'static str, Vec<u32>) {
    let mut results = Vec::new();
    for capacity in [1, 2, 3, 7, 4096] {
        let mut input = BufReader::with_capacity(capacity, bytes);
        let mut decoder = Decoder::new(bytes, &mut input);
        let mut text = String::new();
        decoder.read_to_string(&mut text).unwrap();
        let mut sink = Sink::default();
        decoder.report(&mut sink);
        results.push((text, decoder.name(), sink.issues.iter().map(|i| i.line).collect::<Vec<_>>()));
    }
    results.dedup();
    assert_eq!(results.len(), 1, "the same in whatever pieces");
    results.pop().unwrap()
}

const TEXT: &str = "TI  - Eficacia clínica en niños\r\nAB  - Señal débil, más energía: – fin\r\n";

#[test]
fn every_encoding_gives_the_same_text() {
    let utf16 = |big: bool| -> Vec<u8> {
        let units = TEXT.encode_utf16();
        units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    };
    let mut cases = vec![
        (TEXT.as_bytes().to_vec(), "UTF-8"),
        ([b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), "UTF-8"),
        (WINDOWS_1252.encode(TEXT).0.into_owned(), "Windows-1252"),
        (MACINTOSH_TEXT.to_vec(), "MacRoman"),
        (utf16(false), "UTF-16LE"),
        (utf16(true), "UTF-16BE"),
    ];
    cases.push(([&b"\xFF\xFE"[..], &utf16(false)].concat(), "UTF-16LE"));
    cases.push(([&b"\xFE\xFF"[..], &utf16(true)].concat(), "UTF-16BE"));
    for (bytes, name) in cases {
        assert_eq!(decode(&bytes), (TEXT.to_string(), name, vec![]), "{name}");
    }
}

/// [`TEXT`] in MacRoman, which encoding_rs only reads.
const MACINTOSH_TEXT: &[u8] =
    b"TI  - Eficacia cl\x92nica en ni\x96os\r\nAB  - Se\x96al d\x8Ebil, m\x87s energ\x92a: \xD0 fin\r\n";

#[test]
fn chinese_korean_and_japanese_are_told_from_european_text() {
    let chinese = "{Title}: 夜班护士的睡眠质量研究\r\n{Abstract}: 目的 研究睡眠（n=10）。方法 使用问卷，结果显著。\r\n";
    let korean = "TY  - JOUR\r\nTI  - 간호사의 수면의 질에 대한 연구\r\nAB  - 목적: 교대 근무를 하는 간호사의 수면을 조사하였다.\r\n";
    let japanese =
        "TY  - JOUR\r\nTI  - 看護師の睡眠に関する研究\r\nAB  - 目的：交代勤務をする看護師の睡眠を調べた。\r\n";
    for (text, encoding, name) in
        [(chinese, GB18030, "GB18030"), (korean, EUC_KR, "EUC-KR"), (japanese, SHIFT_JIS, "Shift_JIS")]
    {
        let bytes = encoding.encode(text).0.into_owned();
        assert_eq!(decode(&bytes), (text.to_string(), name, vec![]));
    }
    // "ÉDUCATION" and "prévu" on a Mac.
    assert_eq!(decode(&b"\x83DUCATION, \x83COLE, pr\x8Evu, caf\x8E, \x83TAT, \x82A".repeat(4)).1, "MacRoman");
    let european = "«Ñandú», añó, ÀÉÎÕÜ, ¿por qué? «¡Así!» – “ÉÉÉ” ÁÉÍÓÚ ÑÑ ÁÉ ÍÓ ÚÑ";
    assert_eq!(decode(&WINDOWS_1252.encode(european).0).1, "Windows-1252");
}

#[test]
fn what_was_lost_before_is_told_like_what_is_lost_here() {
    let units = [0xFEFF, 0x41, 0xFFFD, 0x0A, 0x0A, 0xD800, 0x42];
    let bytes: Vec<u8> = units.iter().flat_map(|unit: &u16| unit.to_le_bytes()).collect();
    assert_eq!(decode(&bytes), ("A\u{FFFD}\n\n\u{FFFD}B".to_string(), "UTF-16LE", vec![1, 3]));
}

#[test]
fn bad_bytes_are_replaced_and_told_with_their_line() {
    let bytes = "uno\ndos á é í\ntres \u{0}x".as_bytes();
    let mut bytes = bytes.to_vec();
    let end = bytes.len() - 2;
    bytes[end] = 0xFF;
    assert_eq!(decode(&bytes), ("uno\ndos á é í\ntres \u{FFFD}x".into(), "UTF-8", vec![3]));
}

#[test]
fn a_character_cut_at_the_end_is_told() {
    assert_eq!(decode(b"ni\xC3\xB1o\nni\xC3"), ("niño\nni\u{FFFD}".into(), "UTF-8", vec![2]));
}

#[test]
fn what_stands_behind_the_sample_does_not_decide() {
    // Told by fuzzing: three bytes that are no UTF-8 at first, as many characters that are behind the sample.
    let bytes = [b"TI\xFF\xFE a\xF1o ".as_slice(), &b"x".repeat(SAMPLE - 7), "á é í ó ú".as_bytes()].concat();
    assert_eq!(decode(&bytes).1, "Windows-1252");
}

#[test]
fn lines_of_utf8_stay_what_they_are() {
    let old = WINDOWS_1252.encode("TI  - ¿Qué “nuevo”: insulina – uno?\r\n").0.into_owned();
    let bytes = [&old[..], "TI  - Sueño en niños\r\n".as_bytes(), &old, "AB  - señal".as_bytes()].concat();
    let expected = "TI  - ¿Qué “nuevo”: insulina – uno?\r\nTI  - Sueño en niños\r\n\
            TI  - ¿Qué “nuevo”: insulina – uno?\r\nAB  - señal";
    assert_eq!(decode(&bytes), (expected.to_string(), "Windows-1252", vec![]));
    // A line longer than any piece, with a sign across the place where it is cut.
    let old = WINDOWS_1252.encode("“á” é – í\n").0.into_owned();
    let long = format!("{}ñ ñ\n", "x".repeat(CHUNK - 1));
    let text = decode(&[&old[..], long.as_bytes()].concat());
    assert_eq!(text, (format!("“á” é – í\n{long}"), "Windows-1252", vec![]));
}

#[test]
fn stray_bytes_leave_the_rest_of_their_line_as_it_is() {
    let old = WINDOWS_1252.encode("TI  - ¿Qué “nuevo”: insulina – uno?\r\n").0.into_owned();
    let line = |dash: &[u8]| ["AB  - Sueño en niños ".as_bytes(), dash, " más señal\r\n".as_bytes()].concat();
    let expected = "AB  - Sueño en niños – más señal\r\n";
    let first = "TI  - ¿Qué “nuevo”: insulina – uno?\r\n";
    let bytes = [&old[..], &line(b"\x96")].concat();
    assert_eq!(decode(&bytes), (format!("{first}{expected}"), "Windows-1252", vec![2]));
    let bytes = [line("–".as_bytes()), line(b"\x96")].concat();
    assert_eq!(decode(&bytes), (expected.repeat(2), "UTF-8", vec![2]));
    // A line longer than any piece is told where it has such bytes; a character across a cut is whole.
    let long = ["ñ".repeat(CHUNK).as_bytes(), &line(b"\x96")].concat();
    let n = SAMPLE / 32;
    let (text, name, told) = decode(&[&old.repeat(n), &b"x"[..], &long].concat());
    let expected = format!("{}x{}{expected}", first.repeat(n), "ñ".repeat(CHUNK));
    assert!(text == expected, "{}", text.len());
    assert_eq!((name, told), ("Windows-1252", vec![n as u32 + 1]));
}

#[test]
fn an_apostrophe_does_not_make_a_mac() {
    let text = "the patient’s and doctor’s café; it’s a naïve résumé, we don’t";
    assert_eq!(decode(&WINDOWS_1252.encode(text).0).1, "Windows-1252");
    let text = "the patient’s and the doctor’s view";
    assert_eq!(decode(&WINDOWS_1252.encode(text).0).1, "Windows-1252");
}

/// Titles, authors and a sentence of a record in a language and the encodings that it is saved in.
const NATIVE: [(&[&Encoding], &[&str]); 8] = [
    (&[WINDOWS_1250, ISO_8859_2], &["Wpływ ćwiczeń na jakość życia", "Wiśniewska, Małgorzata", "Żukowski, Łukasz"]),
    (
        &[WINDOWS_1250, ISO_8859_2],
        &["Poruchy spánku u zdravotních sester", "Dvořáková, Božena", "Černý, Jiří; Němcová, Zdeňka", "Péče o děti"],
    ),
    (
        &[WINDOWS_1254],
        &[
            "Vardiyalı çalışan hemşirelerde uyku bozuklukları",
            "Okul çağındaki çocuklarda obezite sıklığı",
            "Şahin, Uğur; Kılıç, Ayşe",
        ],
    ),
    (&[WINDOWS_1251, KOI8_U, IBM866, ISO_8859_5], &["Нарушения сна у медицинских сестер", "Иванов, А. П."]),
    (&[WINDOWS_1253, ISO_8859_7], &["Διαταραχές ύπνου σε νοσηλευτές", "Άννινος, Γεώργιος"]),
    (&[WINDOWS_1255], &["הפרעות שינה בקרב אחיות", "כהן, יעל"]),
    (&[WINDOWS_1256], &["اضطرابات النوم لدى الممرضات", "الخطيب، سارة"]),
    (&[WINDOWS_874], &["ปัญหาการนอนหลับของพยาบาล", "สมชาย ใจดี"]),
];
const ENGLISH: &str = "AB  - Nurses on shifts slept less than others in a trial with 120 people.\r\n";

#[test]
fn words_tell_encodings_of_other_languages() {
    for (encodings, native) in NATIVE {
        let native: String = native.iter().map(|line| format!("TI  - {line}\r\n{ENGLISH}")).collect();
        for (encoding, n) in encodings.iter().flat_map(|encoding| [1, 9].map(|n| (encoding, n))) {
            let text = native.repeat(n);
            let (read, name, told) = decode(&encoding.encode(&text).0);
            assert_eq!((read.as_str(), name), (text.as_str(), super::name(encoding)));
            assert_eq!(told, vec![0], "that it is a guess is said");
        }
    }
}

#[test]
fn few_accents_and_signs_are_windows_1252() {
    let lines = [
        "the patient’s view of cost–benefit and mother–child care – a “naïve” study… in 10 m³",
        "Núñez, Siân; 5 µg, naïve; ±2 °C",
        "Muñoz, Sørensen, Lefèvre, Gonçalves, Åkesson, Müller, Škoda, D'Alò, Þórðarson",
        "¿Eficacia clínica en niños? Según la revisión, más",
        "Ações: não há relação; além disso, três",
        "l’œdème à l’hôpital, où l’élève",
        "größere Häufigkeit; „Übergewicht“",
        "Søvn på sygehus; vård på sjukhus",
    ];
    let all = lines.map(|line| format!("TI  - {line}\r\n{ENGLISH}"));
    for text in all.iter().cloned().chain([all.concat(), all.concat().repeat(90)]) {
        assert_eq!(decode(&WINDOWS_1252.encode(&text).0), (text, "Windows-1252", vec![]));
    }
}

#[test]
fn what_a_file_says_of_itself_is_heeded() {
    for (head, encoding) in [
        ("<?xml version=\"1.0\" encoding='ISO-8859-2'?>\n", ISO_8859_2),
        ("% Encoding: Cp1250\n", WINDOWS_1250),
        ("% Encoding: ISO8859_2\n", ISO_8859_2),
    ] {
        let text = format!("{head}title = {{Wpływ}}\n");
        assert_eq!(decode(&encoding.encode(&text).0), (text.clone(), super::name(encoding), vec![]));
        assert_eq!(decode(text.as_bytes()), (text.clone(), "UTF-8", vec![]), "UTF-8 all the same");
    }
}

#[test]
fn what_came_before_a_failure_is_given() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }
    for start in [b"TI  - Sue\xF1o, mal cor".as_slice(), "TI  - Sueño, mal cor".as_bytes()] {
        let mut input = BufReader::new(start.chain(Fails));
        let mut decoder = Decoder::new(start, &mut input);
        let mut text = Vec::new();
        assert_eq!(decoder.read_to_end(&mut text).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        assert_eq!(String::from_utf8_lossy(&text), "TI  - Sueño, mal cor");
    }
}

#[test]
fn lines_that_were_mended_are_told() {
    let text = "TI  - A\nTI  - SueÃ±o\nTI  - NiÃ±os\n";
    assert_eq!(decode(text.as_bytes()), ("TI  - A\nTI  - Sueño\nTI  - Niños\n".into(), "UTF-8", vec![2]));
}
