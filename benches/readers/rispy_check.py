"""What rispy makes of the RIS that themata writes: every record and field of the typed ones must come back.

usage: rispy_check.py THEMATA FILE...
Converts each file to RIS and to JSON Lines, reads the RIS with rispy and compares record by record. Needs rispy.
Prints a line a file and ends with 1 where something was lost. Of several abstracts of a record rispy keeps one.
"""
import json, pathlib, subprocess, sys, tempfile

import rispy

FIELDS = ("title", "abstract", "doi")


def flat(value):
    """All text of a value, in lower case, white space made one blank."""
    parts = value if isinstance(value, list) else value.values() if isinstance(value, dict) else None
    return " ".join(str(value).lower().split()) if parts is None else " ".join(flat(part) for part in parts)


def check(program, path, folder):
    for ending in ("ris", "jsonl"):
        command = [program, "convert", path, "-o", f"{folder}/out.{ending}", "-q"]
        if subprocess.run(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode:
            return None
    with open(f"{folder}/out.ris", encoding="utf-8") as text:
        found = rispy.load(text)
    with open(f"{folder}/out.jsonl", encoding="utf-8") as lines:
        given = [json.loads(line) for line in lines]
    lost = [] if len(found) == len(given) else [f"{len(given)} records, {len(found)} read"]
    for number, (there, here) in enumerate(zip(given, found), 1):
        # A field may come back under another name: exports of one format differ in the tags that they use.
        whole = flat(here)
        lost += [f"record {number}: {name}" for name in FIELDS if flat(there.get(name) or "") not in whole]
    return len(given), lost


if __name__ == "__main__":
    bad = False
    with tempfile.TemporaryDirectory() as folder:
        for path in sys.argv[2:]:
            result = check(sys.argv[1], path, folder)
            if result is None:
                print(f"{pathlib.Path(path).name}: not read")
                continue
            n, lost = result
            bad |= bool(lost)
            print(f"{pathlib.Path(path).name}: {n} records, {len(lost)} lost {'; '.join(lost[:3])}")
    sys.exit(bad)
