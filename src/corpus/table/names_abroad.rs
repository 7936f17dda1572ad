//! Names of columns in Chinese, Japanese, Korean, Russian, Turkish and Polish: as `names` has those of other languages.
//!
//! Accents and the marks of voiced sounds are taken off here, too: "Başlık" is `baslık`, "キーワード" is `キーワート`.

use crate::corpus::record::Role;

/// Role and rank (0 is best) of a name.
pub(super) fn by_key(key: &str) -> Option<(Role, u8)> {
    // Most names are English.
    if key.is_ascii() {
        return ascii(key);
    }
    text(key).or_else(|| place(key))
}

/// Names whose letters are English ones when their accents are off.
fn ascii(key: &str) -> Option<(Role, u8)> {
    Some(match key {
        "ozet" | "streszczenie" => (Role::Abstract, 0),
        "yazarlar" | "yazar" | "autorzy" => (Role::AuthorList, 0),
        "anahtarkelimeler" => (Role::KeywordList, 0),
        "dergi" | "czasopismo" => (Role::Journal, 0),
        "rok" => (Role::Year, 0),
        "cilt" => (Role::Volume, 0),
        "sayfa" => (Role::Pages, 0),
        "dil" => (Role::Language, 0),
        _ => return None,
    })
}

/// Title, abstract, people and words.
fn text(key: &str) -> Option<(Role, u8)> {
    Some(match key {
        "论文题目" | "文献题名" | "中文题名" | "篇名" => (Role::Title, 0),
        "論文名" | "表題" | "題名" => (Role::Title, 0),
        "제목" | "논문명" | "논문제목" => (Role::Title, 0),
        "название" | "baslık" | "tytuł" => (Role::Title, 0),
        "论文摘要" | "内容提要" | "초록" | "реферат" => (Role::Abstract, 0),
        "内容" => (Role::Abstract, 2),
        "저자" | "저자명" | "авторы" => (Role::AuthorList, 0),
        "キーワート" | "키워드" | "주제어" | "słowakluczowe" => (Role::KeywordList, 0),
        "シソーラス用語" => (Role::SubjectList, 0),
        _ => return None,
    })
}

/// Where, when and in which language it was published.
fn place(key: &str) -> Option<(Role, u8)> {
    Some(match key {
        "年" | "発行年" | "발행연도" | "발행년" | "год" | "yıl" => (Role::Year, 0),
        "出版日" => (Role::Date, 0),
        "刊行物名" | "雑誌名" | "収載誌名" | "학술지명" | "학술지" | "журнал" => {
            (Role::Journal, 0)
        }
        "来源" => (Role::Journal, 1),
        "권" | "том" => (Role::Volume, 0),
        "호" | "номер" | "sayı" => (Role::Issue, 0),
        "页码" | "쪽" | "페이지" | "страницы" => (Role::Pages, 0),
        "起始页" => (Role::StartPage, 0),
        "结束页" => (Role::EndPage, 0),
        "出版社" => (Role::Publisher, 0),
        "语种" | "언어" | "язык" => (Role::Language, 0),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::columns::guess_loosely;
    use super::*;

    #[test]
    fn names_in_other_scripts_are_known() {
        for (header, role) in [
            ("论文题目", Role::Title),
            ("题名", Role::Title),
            ("内容提要", Role::Abstract),
            ("来源", Role::Journal),
            ("年", Role::Year),
            ("语种", Role::Language),
            ("页码", Role::Pages),
            ("結束页", Role::Other),
            ("结束页", Role::EndPage),
            ("表題", Role::Title),
            ("収載誌名", Role::Journal),
            ("出版日", Role::Date),
            ("キーワード", Role::KeywordList),
            ("シソーラス用語", Role::SubjectList),
            ("제목", Role::Title),
            ("저자", Role::AuthorList),
            ("발행연도", Role::Year),
            ("초록", Role::Abstract),
            ("쪽", Role::Pages),
            ("Название", Role::Title),
            ("Авторы", Role::AuthorList),
            ("Номер", Role::Issue),
            ("Язык", Role::Language),
            ("Başlık", Role::Title),
            ("Özet", Role::Abstract),
            ("Yıl", Role::Year),
            ("Sayı", Role::Issue),
            ("Anahtar Kelimeler", Role::KeywordList),
            ("Tytuł", Role::Title),
            ("Słowa kluczowe", Role::KeywordList),
        ] {
            assert_eq!(guess_loosely(header).0, role, "{header}");
        }
    }
}
