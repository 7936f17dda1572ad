//! Text with names in black brackets: samples in, their records checked.

use super::*;
use crate::corpus::detect;
use crate::corpus::format::Format;
use crate::corpus::record::Record;

fn read(text: &str) -> Vec<Record> {
    assert_eq!(detect::text(text), Format::LabelledText, "{text}");
    let mut sink = Sink::default();
    parse(&mut text.as_bytes(), &mut sink).unwrap();
    assert!(sink.issues.is_empty(), "{:?}", sink.issues);
    sink.records
}

fn place(record: &Record) -> [&str; 4] {
    [Role::Journal, Role::Volume, Role::Issue, Role::Pages].map(|role| record.first(role).unwrap_or_default())
}

#[test]
fn records_of_vip_are_counted_or_parted() {
    let records = read(
        "〖检索时间〗2020-05-06\n〖检索结果〗选中2篇\n【序　号】1/2\n【题　名】夜班护士的睡眠\n【作　者】王一;李二三\n\
         【刊　名】虚构杂志2020 9(1):17-18\n【页　码】17-18\n【ISSN号】1234-5679\n【关键词】睡眠;护士\n【文　摘】研究睡眠。\n\
         【网  址】http://v.example/1\n\n【序　号】2/2\n【题　名】厨师的倒班\n【作　者】张四\n【刊　名】虚构学报.2010(5).-8-9\n",
    );
    let [one, two] = &records[..] else { panic!("{}", records.len()) };
    assert_eq!((one.title(), one.authors(), one.year()), ("夜班护士的睡眠", vec!["王一", "李二三"], Some(2020)));
    assert_eq!((place(one), one.keywords()), (["虚构杂志", "9", "1", "17-18"], vec!["睡眠", "护士"]));
    assert_eq!(one.abstracts().collect::<Vec<_>>(), [(None, "研究睡眠。")]);
    assert_eq!((one.first(Role::Issn), one.first(Role::Url)), (Some("1234-5679"), Some("http://v.example/1")));
    assert_eq!((two.title(), place(two), two.year()), ("厨师的倒班", ["虚构学报", "", "5", "8-9"], Some(2010)));
}

#[test]
fn numbers_stand_alone_or_before_a_name() {
    let field = "【标题】夜班护士的睡眠\n【作者】王一 李二三\n【年】2020【卷】9【期】1【页码】17-18\n【期刊】虚构杂志\n\
        【摘要】【目的】研究睡眠。\n【方法】问卷。\n1. 睡眠较差。\n【DOI】10.5555/v.1\n";
    let next = "【标题】厨师的倒班\n【摘要】询问了厨师。\n";
    for (first, second) in
        [("1.\n", "\n2.\n"), ("[1]\n", "\n[2]\n"), ("2\n", "\n7\n"), ("1. ", "2. "), ("", "\n"), ("", "")]
    {
        let text = format!("{first}{field}{second}{next}");
        let records = read(&text);
        let [one, two] = &records[..] else { panic!("{}: {text}", records.len()) };
        assert_eq!((one.title(), one.authors(), one.year()), ("夜班护士的睡眠", vec!["王一", "李二三"], Some(2020)));
        assert_eq!(place(one), ["虚构杂志", "9", "1", "17-18"], "{text}");
        assert_eq!(one.abstracts().next(), Some((None, "【目的】研究睡眠。\n【方法】问卷。\n1. 睡眠较差。")));
        assert_eq!(one.doi().as_deref(), Some("10.5555/v.1"));
        assert_eq!((two.title(), two.abstracts().next()), ("厨师的倒班", Some((None, "询问了厨师。"))), "{text}");
    }
}

#[test]
fn records_of_sinomed() {
    let records = read(
        "1.\r\n【流水号】：2020123456\r\n【标题】：夜班护士的睡眠\r\n【英文标题】：Sleep of nurses\r\n【作者】：王一(1)；李二三(2)\r\n\
         【作者单位】：(1)虚构医院；(2)虚构大学\r\n【摘要】：目的 研究睡眠。\r\n【著者文摘】：否\r\n【出处】：虚构杂志 2020；9(1)：17-18\r\n\
         【关键词】：睡眠；护士\r\n【主题词】：睡眠/护理；人类\r\n【语种】：汉语\r\n\r\n2.\r\n【流水号】：2020123457\r\n【标题】：厨师的倒班\r\n",
    );
    let [one, two] = &records[..] else { panic!("{}", records.len()) };
    assert_eq!((one.title(), one.authors(), one.year()), ("夜班护士的睡眠", vec!["王一", "李二三"], Some(2020)));
    assert_eq!((place(one), one.keywords()), (["虚构杂志", "9", "1", "17-18"], vec!["睡眠", "护士"]));
    assert_eq!((one.headings(), one.first(Role::Accession)), (vec!["睡眠/护理", "人类"], Some("2020123456")));
    assert_eq!(one.first(Role::TranslatedTitle), Some("Sleep of nurses"));
    assert_eq!(one.abstracts().next(), Some((None, "目的 研究睡眠。")));
    assert_eq!((two.title(), two.first(Role::Accession)), ("厨师的倒班", Some("2020123457")));
}

#[test]
fn records_of_ichushi() {
    let one = "2019123456\n【論文種類】原著論文\n【タイトル】夜勤看護師の睡眠\n【著者名】山田 花子(架空大学), 佐藤 次郎\n\
        【収載誌】架空看護学会誌(1234-5679)34巻5号 Page112-119(2019.03)\n【抄録】【目的】睡眠を調べた。\n【結果】短かった。\n\
        【シソーラス用語】*睡眠; 看護師\n【DOI】10.5555/i.1\n";
    let two = "2019123457\n【論文種類】総説\n【タイトル】料理人の交代勤務\n【著者】鈴木 三郎\n【抄録】尋ねた。\n";
    for text in [format!("1\n{one}\n2\n{two}"), format!("{one}\n{two}")] {
        let records = read(&text);
        let [one, two] = &records[..] else { panic!("{}: {text}", records.len()) };
        assert_eq!((one.title(), one.year()), ("夜勤看護師の睡眠", Some(2019)));
        assert_eq!(one.authors(), ["山田 花子", "佐藤 次郎"]);
        assert_eq!((place(one), one.first(Role::Issn)), (["架空看護学会誌", "34", "5", "112-119"], Some("1234-5679")));
        assert_eq!(one.abstracts().next(), Some((None, "【目的】睡眠を調べた。\n【結果】短かった。")));
        assert_eq!((one.headings().len(), one.doi().as_deref()), (2, Some("10.5555/i.1")));
        assert_eq!((two.title(), two.first(Role::Accession)), ("料理人の交代勤務", Some("2019123457")), "{text}");
        assert_eq!((two.authors(), two.abstracts().next()), (vec!["鈴木 三郎"], Some((None, "尋ねた。"))));
    }
}

#[test]
fn headings_stay_in_an_abstract_and_fields_do_not() {
    let long = "【".repeat(30_000);
    let records = read(&format!(
        "【タイトル】一\n【抄録】はじめに。\n【デザイン】調査。【DOI】10.5555/i.2\n【抄録】二番目。\n{long}\n【チェックタグ】ヒト\n【所属機関】架空\n"
    ));
    let abstracts: Vec<&str> = records[0].abstracts().map(|(_, text)| text).collect();
    assert_eq!((records.len(), abstracts.len(), records[0].doi().as_deref()), (1, 2, Some("10.5555/i.2")));
    assert_eq!((abstracts[0], abstracts[1].len()), ("はじめに。\n【デザイン】調査。", "二番目。\n".len() + long.len()));
}

#[test]
fn other_texts_are_none() {
    for text in [
        "本文研究睡眠。【作者】王一。【题名】不详。\n",
        "【目的】研究睡眠。\n【方法】问卷。\n【结果】较差。\n",
        "【题名】一\n",
        "Title: a\nYear: 2020\n",
        "",
    ] {
        assert!(!sniff(text), "{text}");
    }
}
