//! The names of columns: the letters and digits of a header in, the role of its cells and the rank of the name out.
//!
//! English, Spanish and Portuguese, the commonest of German, French, Italian and Dutch, and what Scopus writes for
//! readers of Chinese and Japanese; `names_abroad` has more. Names are without accents and with the marks of Japanese
//! voiced sounds taken off.

use super::{mixed, names_abroad};
use crate::corpus::record::Role;

/// Role and rank (0 is best) of a name.
pub(super) fn by_key(key: &str) -> Option<(Role, u8)> {
    text(key)
        .or_else(|| place(key))
        .or_else(|| identifier(key))
        .or_else(|| description(key))
        .or_else(|| names_abroad::by_key(key))
}

/// Title, abstract, people and words.
fn text(key: &str) -> Option<(Role, u8)> {
    Some(match key {
        "title"
        | "articletitle"
        | "documenttitle"
        | "itemtitle"
        | "papertitle"
        | "papername"
        | "primarytitle"
        | "titulo"
        | "titulodelarticulo"
        | "titulodoartigo"
        | "titleprimary"
        | "titel"
        | "titre"
        | "titolo"
        | "titles"
        | "titelderpublikation"
        | "titelderarbeit"
        | "nombredelarticulo"
        | "nomedoartigo"
        | "articlename"
        | "nameofarticle"
        | "nameofthearticle"
        | "nomdelarticle"
        | "brieftitle"
        | "thesistitle"
        | "projecttitle"
        | "trialtitle"
        | "reftitle"
        | "bookarticletitle"
        | "文献标题"
        | "标题"
        | "题名"
        | "题目"
        | "论文标题"
        | "文章标题"
        | "タイトル"
        | "論文タイトル" => (Role::Title, 0),
        "displayname" | "studytitle" | "officialtitle" => (Role::Title, 1),
        "originaltitle" | "translatedtitle" | "vernaculartitle" | "titulooriginal" | "titulotraducido"
        | "titulotraduzido" | "englishtitle" | "tituloingles" | "tituloemingles" | "tituloeningles"
        | "titlealternative" => (Role::TranslatedTitle, 0),
        "abstract"
        | "abstracts"
        | "abstractnote"
        | "abstracttext"
        | "originalabstract"
        | "translatedabstract"
        | "briefsummary"
        | "resumen"
        | "resumenes"
        | "resumo"
        | "resumos"
        | "zusammenfassung"
        | "resume"
        | "kurzfassung"
        | "riassunto"
        | "sommario"
        | "samenvatting"
        | "summaries"
        | "abs"
        | "摘要"
        | "抄録"
        | "аннотация"
        | "abstractoriginal"
        | "resumenoriginal"
        | "中文摘要"
        | "英文摘要"
        | "descriptionabstract"
        | "abstractsummary"
        | "projectabstract"
        | "englishabstract"
        | "abstrakt" => (Role::Abstract, 0),
        "text" | "summary" | "sumario" => (Role::Abstract, 1),
        key if mixed::is_title_and_abstract(key) => (Role::Abstract, 1),
        "description" | "content" | "body" => (Role::Abstract, 2),
        "abstractclean" | "abstractcleaned" | "processedabstract" | "detaileddescription" => (Role::Abstract, 3),
        "authors"
        | "author"
        | "authornames"
        | "autores"
        | "autor"
        | "autoresas"
        | "auteurs"
        | "autoren"
        | "creators"
        | "authorshipsauthordisplayname"
        | "authorsname"
        | "authorsprimary"
        | "authorlist"
        | "autori"
        | "autore"
        | "contributorauthor"
        | "verfasser"
        | "creatorauthor"
        | "authfullnames"
        | "作者"
        | "著者"
        | "著者名" => (Role::AuthorList, 0),
        "authorfullnames" | "firstauthors" | "creator" | "authorfull" | "authorstring" | "authorslist" => {
            (Role::AuthorList, 1)
        }
        "firstauthor" | "bookauthors" | "authorsraw" | "leadauthor" | "autorprincipal" => (Role::AuthorList, 2),
        "authorsclean" => (Role::AuthorList, 3),
        "keywords"
        | "keyword"
        | "authorkeywords"
        | "keywordsauthor"
        | "authkeywords"
        | "palabrasclave"
        | "palabraclave"
        | "palavraschave"
        | "palavrachave"
        | "keywordsplus"
        | "manualtags"
        | "automatictags"
        | "tags"
        | "keywordsdisplayname"
        | "schlagworter"
        | "schlusselworter"
        | "motscles"
        | "motscle"
        | "palabrasclaves"
        | "palabraclaves"
        | "identifierkeywords"
        | "parolechiave"
        | "trefwoorden"
        | "stichworter"
        | "关键词"
        | "关键字"
        | "作者关键字"
        | "作者关键词"
        | "著者キーワート"
        | "ключевыеслова" => (Role::KeywordList, 0),
        "mesh"
        | "meshterms"
        | "meshterm"
        | "meshheadings"
        | "meshdescriptorname"
        | "decs"
        | "descriptors"
        | "descriptor"
        | "descriptores"
        | "descritores"
        | "subjects"
        | "subject"
        | "subjectterms"
        | "subjectheadings"
        | "asunto"
        | "asuntos"
        | "assunto"
        | "assuntos"
        | "indexkeywords"
        | "thesaurusterms"
        | "controlledterms"
        | "fieldsofstudy"
        | "ieeeterms"
        | "inspeccontrolledterms"
        | "indexterms"
        | "索引关键字"
        | "索引关键词"
        | "索引キーワート" => (Role::SubjectList, 0),
        "emtreedrugindextermsmajorfocus"
        | "emtreedrugindexterms"
        | "emtreemedicalindextermsmajorfocus"
        | "emtreemedicalindexterms"
        | "emtreeterms" => (Role::SubjectList, 0),
        _ => return None,
    })
}

/// Where and when it was published.
fn place(key: &str) -> Option<(Role, u8)> {
    Some(match key {
        "year"
        | "publicationyear"
        | "pubyear"
        | "publishedyear"
        | "yearpublished"
        | "yearofpublication"
        | "yearofpub"
        | "publishyear"
        | "yr"
        | "ano"
        | "anio"
        | "anodepublicacion"
        | "anopublicacion"
        | "anopublicacao"
        | "anodedefesa"
        | "anodepublicacao"
        | "jahr"
        | "annee"
        | "anneedepublication"
        | "erscheinungsjahr"
        | "annodipubblicazione"
        | "anno"
        | "jaar"
        | "jahrermittelt"
        | "yearderived"
        | "publicationdateyi"
        | "publicationdateyear"
        | "dateissued"
        | "年份"
        | "出版年"
        | "发表年份" => (Role::Year, 0),
        "printedpublicationyear" | "produceddateyi" => (Role::Year, 1),
        "fiscalyear" => (Role::Year, 2),
        "citation" | "source" | "updatedate" | "coverdisplaydate" | "originalpaperdate" | "produceddates"
        | "publishedprint" => (Role::Date, 1),
        "date" | "published" | "publicationdate" | "datepublished" | "dateofpublication" | "pubdate" | "fecha"
        | "fechadepublicacion" | "fechapublicacion" | "datapublicacao" | "datepublication" | "datadepublicacao"
        | "coverdate" | "publishtime" | "publishdate" | "datum" | "publisheddate" | "issued" | "发表时间" => {
            (Role::Date, 0)
        }
        "journal"
        | "journaltitle"
        | "journalname"
        | "journalbook"
        | "sourcetitle"
        | "publicationname"
        | "publicationtitle"
        | "secondarytitle"
        | "containertitle"
        | "revista"
        | "periodico"
        | "periodical"
        | "fulljournalname"
        | "periodicalfull"
        | "primarylocationsourcedisplayname"
        | "hostvenuedisplayname"
        | "zeitschrift"
        | "pubtitle"
        | "parenttitle"
        | "revue"
        | "titrerevue"
        | "rivista"
        | "tijdschrift"
        | "sourcename"
        | "journaltitles"
        | "来源出版物名称"
        | "期刊"
        | "期刊名称"
        | "刊名"
        | "文献来源"
        | "出版物名" => (Role::Journal, 0),
        "publication" | "venue" | "venuejournal" | "publicationvenue" | "booktitle" | "publishedin"
        | "relationispartof" => (Role::Journal, 1),
        "conferencename" | "conference" => (Role::Journal, 2),
        "journalabbreviation"
        | "abbreviatedsourcetitle"
        | "journalabbrev"
        | "abbreviatedjournal"
        | "periodicalabbrev"
        | "journalisoabbreviation"
        | "isoabbreviation"
        | "journaliso"
        | "来源出版物名称缩写" => (Role::JournalAbbrev, 0),
        "volume" | "vol" | "volumen" | "volumenumber" | "journalvolume" | "bibliovolume" | "tomo" | "band" | "卷"
        | "巻" => (Role::Volume, 0),
        "jahrgang" => (Role::Volume, 1),
        "issue" | "issuenumber" | "journalissue" | "number" | "numero" | "biblioissue" | "fasciculo" | "issueno"
        | "issueidentifier" | "heft" | "heftnummer" | "期" | "号" => (Role::Issue, 0),
        "pages" | "page" | "pageinfo" | "pagerange" | "paginas" | "pagina" | "pagination" | "journalpages" | "pp"
        | "pagesfromto" | "seiten" | "pagine" => (Role::Pages, 0),
        "artno" | "articlenumber" | "论文编号" | "文献编号" => (Role::Pages, 1),
        "startpage" | "lpages" | "pagefrom" | "pagestart" | "firstpage" | "beginningpage" | "bibliofirstpage"
        | "paginainicial" | "startingpage" | "spage" | "起始页码" | "開始ヘーシ" => (Role::StartPage, 0),
        "endpage" | "upages" | "pageto" | "pageend" | "lastpage" | "endingpage" | "epage" | "bibliolastpage"
        | "paginafinal" | "结束页码" | "終了ヘーシ" => (Role::EndPage, 0),
        "publisher" | "editora" | "editorial" | "bookpublisher" | "verlag" | "editeur" | "出版商" => {
            (Role::Publisher, 0)
        }
        _ => return None,
    })
}

/// Identifiers and links.
fn identifier(key: &str) -> Option<(Role, u8)> {
    Some(match key {
        "bibtexkey" | "recordid" | "internalid" | "citationkey" | "citekey" | "covidence" | "covidenceid"
        | "referenceid" | "publicationid" | "corduid" => (Role::Id, 0),
        "id" | "key" | "itemkey" | "uid" | "paperid" | "articleid" | "refid" | "itemid" | "corpusid" | "docid"
        | "documentid" => (Role::Id, 1),
        "identifier" | "ref" | "sourceid" => (Role::Id, 2),
        "doi" | "itemdoi" | "articledoi" | "bookdoi" | "doinumber" | "digitalobjectidentifier" => (Role::Doi, 0),
        "doilink" | "doiurl" | "idsdoi" | "externalidsdoi" | "doiname" | "identifierdoi" | "originalpaperdoi"
        | "doiids" | "doiorurl" | "doiclean" => (Role::Doi, 1),
        "pmid" | "pubmedid" | "medlinepmid" | "pubmed" | "idspmid" | "externalidspubmed" | "externalidspmid"
        | "identifierpmid" | "pubmedidpmid" | "pmidnumber" | "pubmedpmid" => (Role::Pmid, 0),
        "originalpaperpubmedid" | "pmiddoi" => (Role::Pmid, 1),
        "accessionnumber" | "accession" | "accessionno" | "eid" | "embaseaccessionid" | "pui" | "lensid"
        | "centralid" | "utuniquewosid" | "uniquewosid" | "wosid" | "openalexid" | "lilacsid" | "pmcid" | "pmc"
        | "arxivid" => (Role::Accession, 0),
        "url"
        | "urls"
        | "link"
        | "links"
        | "fulltexturl"
        | "fulltextlink"
        | "articleurl"
        | "sourceurl"
        | "sourceurls"
        | "uri"
        | "externalurl"
        | "plink"
        | "landingpageurl"
        | "primarylocationlandingpageurl"
        | "enlace"
        | "enlaces"
        | "linkdeacesso"
        | "documenturl"
        | "linkpage"
        | "identifieruri"
        | "pubmedlink"
        | "weblink"
        | "linktoarticle"
        | "uris"
        | "链接"
        | "リンク" => (Role::Url, 0),
        "issn"
        | "issns"
        | "eissn"
        | "isbn"
        | "isbns"
        | "printissn"
        | "onlineissn"
        | "journalissn"
        | "issnl"
        | "primarylocationsourceissnl"
        | "standardnumber"
        | "identifierissn" => (Role::Issn, 0),
        _ => return None,
    })
}

/// What kind of record it is and what others said about it.
fn description(key: &str) -> Option<(Role, u8)> {
    Some(match key {
        "language"
        | "languages"
        | "lang"
        | "idioma"
        | "idiomas"
        | "articlelanguage"
        | "lengua"
        | "sprache"
        | "languageoforiginaldocument"
        | "languageofarticle"
        | "languageiso"
        | "langue"
        | "lingua"
        | "taal"
        | "语言"
        | "原始文献语言"
        | "本文言語" => (Role::Language, 0),
        "type" | "entrytype" | "documenttype" | "publicationtype" | "publicationtypes" | "itemtype" | "doctype"
        | "referencetype" | "typeofreference" | "articletype" | "contenttype" | "tipo" | "tipodedocumento"
        | "tipodepublicacion" | "typename" | "subtypedescription" | "doctypes" | "文献类型" | "文献タイフ" => {
            (Role::Type, 0)
        }
        "note" | "notes" | "notas" | "extra" => (Role::Note, 0),
        "database" | "databasename" | "sourcedatabase" | "basededatos" | "basededados" | "sourcex" | "datenbank"
        | "relsite" | "databasesource" | "base" | "bases" => (Role::Database, 0),
        "label" | "labels" | "labelincluded" | "finalincluded" | "included" | "asreviewlabel" | "goldlabel"
        | "screeningdecision" | "decisao" | "decision" => (Role::Label, 0),
        _ => return None,
    })
}
