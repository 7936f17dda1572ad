//! Examples: what stands at the end of `--help`. Each line can be typed as it is.

/// Of the program.
pub const ALL: &str = "\
Examples:
  themata cluster pubmed.nbib scopus.csv     topics of two exports together
  themata cluster exports -k 8 -o out        a whole folder, eight topics, report in the folder out
  themata describe exports                   what is in these files
  themata similar exports --to 31452104      the records most like one record
Then open report.html of the output folder in any browser. `themata help cluster` tells more.";

/// Of `cluster`.
pub const CLUSTER: &str = "\
Examples:
  themata cluster search.ris
      Reads search.ris, chooses the number of topics, writes the folder reports/search.
      Open reports/search/report.html in a browser.
  themata cluster pubmed.nbib lilacs.txt scopus.csv -k 6 -o review
      Three exports together; duplicates are joined; six topics; everything in the folder review.
  themata cluster exports --guide my-topics.toml
      A folder of exports, with your own names for topics and words to treat as one.
  themata cluster search.ris --json --quiet
      For programs: the topics as JSON on standard output.

Exit code: 0 done; 1 done, but --strict found issues in the files; 2 could not run.";

/// Of `describe`.
pub const DESCRIBE: &str = "\
Examples:
  themata describe exports                   one line a file: format, records, abstracts, duplicates
  themata describe search.ris --verbose      every issue with its line
  themata describe exports --json > what.json";

/// Of `dedup`.
pub const DEDUP: &str = "\
Examples:
  themata dedup pubmed.nbib embase.ris -o all.ris
  themata dedup exports -o all.ris --pairs joined.csv --possible look-at-these.csv
What is not sure is never joined: it is listed with --possible for you to decide.";

/// Of `convert`.
pub const CONVERT: &str = "\
Examples:
  themata convert lilacs.txt -o lilacs.ris   text copied from a BVS page, for Zotero or Rayyan
  themata convert exports -o all.ris         a folder of exports in one file";

/// Of `similar`.
pub const SIMILAR: &str = "\
Examples:
  themata similar exports --to 31452104                     by PMID or any other record id
  themata similar exports --to 10.1000/182 -n 20            by DOI, twenty records
  themata similar exports --to \"school meals and obesity\"   by text of your own
  themata similar exports --pairs --threshold 0.8           pairs of records that are nearly the same
Similarity is the cosine of the weighted words: 0 nothing in common, 1 the same words.";

/// Of `run`.
pub const RUN: &str = "\
Examples:
  themata run --init weekly.toml             a commented file to begin with
  themata run --check weekly.toml            is it right, and what would be read?
  themata run weekly.toml                    a report when something is new, nothing otherwise
  themata run --schedule \"Mon 06:00\" weekly.toml
      Prints a systemd timer, a cron line, a Windows task and a GitHub workflow.
  themata run reviews --quiet --log-format json
      Every .toml file of a folder; one that fails does not stop the others.

Exit code: 0 done or unchanged; 1 changed beyond the thresholds of the file; 2 could not run.";

/// Of `history`.
pub const HISTORY: &str = "\
Examples:
  themata history weekly.toml                the runs, the newest last
  themata history weekly.toml --show 3       the topics of run 3
  themata history weekly.toml --between 2 5  what changed from run 2 to run 5
  themata history weekly.toml --rename \"3=Gene delivery\"
  themata history weekly.toml --export csv > all.csv";

/// Of `compare`.
pub const COMPARE: &str = "\
Examples:
  themata compare reports/may reports/june
  themata compare reports/may reports/june --fail-on-change --json
T3 is topic 3 of the earlier report, also where the later one has another number for it.";

/// Of `completions`.
pub const COMPLETIONS: &str = "\
Examples:
  themata completions bash > ~/.local/share/bash-completion/completions/themata
  themata completions zsh > ~/.zfunc/_themata
  themata completions fish > ~/.config/fish/completions/themata.fish";

/// Of `man`.
pub const MAN: &str = "\
Examples:
  themata man > ~/.local/share/man/man1/themata.1
  themata man cluster > ~/.local/share/man/man1/themata-cluster.1";
