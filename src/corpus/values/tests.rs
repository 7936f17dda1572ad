//! Tests of `values`: short texts in, values out.

use super::*;

#[test]
fn rights_alone_are_no_abstract() {
    for text in [
        "(C) 2019 by the Imagined Psychological Association",
        "© 2020 Nobody Ltd. All rights reserved.",
        "Copyright © 2021 Ruiz, Brandt and Soto.",
        "Copyright (c) 2021, Nobody Periodicals, Inc.",
        "No abstract available.",
    ] {
        assert!(is_placeholder(text), "{text}");
    }
    for text in [
        "(C) 2019 Nobody. Nurses sleep badly.",
        "Copyright 2019 law and the sleep of nurses. We asked.",
        "2019 was a bad year",
        "Copyright law in libraries",
        "Nurses sleep. (C) 2019 Nobody",
    ] {
        assert!(!is_placeholder(text), "{text}");
    }
}

#[test]
fn a_heading_with_a_comma_is_one() {
    assert_eq!(split_headings("Diabetes Mellitus, Type 2"), ["Diabetes Mellitus, Type 2"]);
    assert_eq!(split_headings("Aged, 80 and over; Humans"), ["Aged, 80 and over", "Humans"]);
    assert_eq!(split_headings("Humanos , Dieta"), ["Humanos", "Dieta"]);
    assert_eq!(split_headings("Humans, Mice, Rats, Diet").len(), 4);
}

#[test]
fn lines_of_a_folded_list_go_on() {
    assert_eq!(split_list("sleep; night\nwork; rest"), ["sleep", "night\nwork", "rest"]);
    assert_eq!(split_list("sleep\nnight; work\nrest").len(), 4);
}

#[test]
fn several_authors_in_one_field_are_told_where_they_are_sure() {
    for text in [
        "Ana Ruiz ; Otto Brandt",
        "Ruiz, Ana; Brandt, Otto",
        "Ruiz, Ana;Brandt, Otto",
        "Ana Ruiz, Otto van Brandt, B. Soto-Paz",
        "Ruiz A, Brandt O, Soto BC",
        "Ruiz, A., & Brandt, O.",
        "Ruiz, A., Brandt, O., Jr.",
        "Ruiz, A., Brandt, O.-P.",
        "王一，李二",
        "王一;李二三；",
        "王一,李二三",
        "王一, 李二, 张三四",
    ] {
        assert!(is_author_list(text), "{text}");
    }
    for text in [
        "Smith, John",
        "Smith, J, Jr",
        "van der Berg, Jan Peter",
        "Garcia Lopez, Maria Jose",
        "Ana Ruiz, Otto Brandt",
        "M&uuml; ller, Ana",
        "Ministerio de Salud Pública, Dirección Nacional, Buenos Aires",
        "Santé Publique France, Saint Maurice, Ile de France",
        "Ministry of Health, Labour and Welfare, Government of Japan",
        "Environmental Protection Agency, Air Resources, Research Staff",
        "World Health Organization,",
        "Ruiz A;",
        "Ruiz, A., Jr.",
        "Ruiz, A., Ph.D.",
        "Ruiz, Ana & Brandt, Otto",
        "欧阳, 一二",
        "北京大学第一医院,上海",
        "王一；",
    ] {
        assert!(!is_author_list(text), "{text}");
    }
    assert_eq!(bare_name("Ruiz, Ana (ana@x.example) "), "Ruiz, Ana");
    assert_eq!(split_authors("Ruiz A, Brandt O, Soto BC; The Group"), ["Ruiz A", "Brandt O", "Soto BC", "The Group"]);
    assert_eq!(split_authors("王一；李二三，张四"), ["王一", "李二三", "张四"]);
    assert_eq!(split_authors("王一,李二三"), ["王一", "李二三"]);
    assert_eq!(bare_name("The Group (GRP)"), "The Group (GRP)");
    assert_eq!(["A Ruiz…", "Ana Ruiz et al.", "A Ruiz ..."].map(bare_name), ["A Ruiz", "Ana Ruiz", "A Ruiz"]);
}

#[test]
fn lists_of_authors_are_split_by_one_rule() {
    for (text, names) in [
        ("Ruiz, Ana; Brandt, Otto", &["Ruiz, Ana", "Brandt, Otto"][..]),
        ("Ruiz, A.B., Brandt, O., Soto, C.", &["Ruiz, A.B.", "Brandt, O.", "Soto, C."]),
        ("Ruiz, A., Brandt, O. and Soto, C.", &["Ruiz, A.", "Brandt, O.", "Soto, C."]),
        ("Ruiz, A., de Brandt, O., & Soto, C. D.", &["Ruiz, A.", "de Brandt, O.", "Soto, C. D."]),
        ("Ruiz, A., ... Soto, C. D.", &["Ruiz, A.", "Soto, C. D."]),
        ("Ruiz, A., Brandt, O., et al.", &["Ruiz, A.", "Brandt, O."]),
        ("LI, X., WU, Y. M.", &["LI, X.", "WU, Y. M."]),
        ("Ruiz, A. & Soto, C.", &["Ruiz, A.", "Soto, C."]),
        ("Ruiz, J., Jr., Soto, A. B.", &["Ruiz, J., Jr.", "Soto, A. B."]),
        ("Ruiz, J, Jr, Soto, AB", &["Ruiz, J, Jr", "Soto, AB"]),
        ("Ruiz, A., Soto, C.; The Group", &["Ruiz, A.", "Soto, C.", "The Group"]),
        ("Ruiz, John and Soto, Jane", &["Ruiz, John", "Soto, Jane"]),
        ("Ruiz J, Brandt O, and Soto A", &["Ruiz J", "Brandt O", "Soto A"]),
        ("Ruiz J, Brandt O", &["Ruiz J", "Brandt O"]),
        ("J. Ruiz Paz, O Brandt", &["J. Ruiz Paz", "O Brandt"]),
        ("Ana Ruiz, Otto Brandt, Bea Soto", &["Ana Ruiz", "Otto Brandt", "Bea Soto"]),
        ("Ana Ruiz, Otto Brandt and Bea Soto", &["Ana Ruiz", "Otto Brandt", "Bea Soto"]),
        ("Ruiz Paz, Ana and Brandt, Otto", &["Ruiz Paz, Ana", "Brandt, Otto"]),
        ("García Márquez, Gabriel José", &["García Márquez, Gabriel José"]),
        ("Ruiz Soto, A. B.", &["Ruiz Soto, A. B."]),
        ("Ruiz, J., Jr.", &["Ruiz, J., Jr."]),
        ("Center for Health & Welfare", &["Center for Health & Welfare"]),
        ("Ruiz Y, Doe A.", &["Ruiz Y", "Doe A"]),
        ("Ruiz, Y; Doe, AB.", &["Ruiz, Y", "Doe, AB"]),
        ("Ruiz Y., Doe A.", &["Ruiz Y.", "Doe A."]),
        ("Ruiz, Ana; Doe, A.", &["Ruiz, Ana", "Doe, A."]),
        ("Gómez A. y Ruiz B.", &["Gómez A.", "Ruiz B."]),
        ("Soto A, Gómez A e Ruiz B", &["Soto A", "Gómez A", "Ruiz B"]),
        ("Ana Soto, Bea Gómez & Otto Ruiz", &["Ana Soto", "Bea Gómez", "Otto Ruiz"]),
        ("Ortega y Gasset J", &["Ortega y Gasset J"]),
        ("José Ortega y Gasset", &["José Ortega y Gasset"]),
        ("Ruiz, A and Brandt, O and\nSoto, C", &["Ruiz, A", "Brandt, O", "Soto, C"]),
        ("Ana Ruiz\n and Otto Sand\nand Bea Soto", &["Ana Ruiz", "Otto Sand", "Bea Soto"]),
        ("Ruiz A\nBrandt O and Co", &["Ruiz A", "Brandt O and Co"]),
    ] {
        assert_eq!(split_authors(text), names, "{text}");
    }
}

#[test]
fn pmids_in_every_form() {
    for (text, pmid) in [
        ("91234567", Some("91234567")),
        ("91234567.0", Some("91234567")),
        ("PUBMED 91234567,EMBASE 2", Some("91234567")),
        ("91234567\n91234568", Some("91234567")),
        ("MEDLINE:91234567", Some("91234567")),
        ("PMID: 91234567", Some("91234567")),
        ("pmid91234567", Some("91234567")),
        ("91234567[pmid]", Some("91234567")),
        ("91234567 [https://www.ncbi.nlm.nih.gov/pubmed/?term=91234567]", Some("91234567")),
        ("https://pubmed.ncbi.nlm.nih.gov/91234567/", Some("91234567")),
        ("https://www.ncbi.nlm.nih.gov/pubmed/91234567", Some("91234567")),
        ("https://x.example/91234567", None),
        ("91234567.5", None),
        ("PMC91234567", None),
        ("", None),
    ] {
        assert_eq!(find_pmid(text), pmid, "{text}");
    }
}
