"""Other programs read what the command writes. See run.sh."""

import csv
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import openpyxl
import typst

SERVANDA = os.environ["SERVANDA"]
PLAN = "proposals/us-28-point-plan-2025.yaml"
MINSK = "proposals/minsk-ii-2015.yaml"

TABLES = {
    "check": ["check", "proposals"],
    "policies": ["check", "--policy", "column", "--policy", "kyiv-2022", PLAN],
    "compare": ["compare", "proposals"],
    "pair": ["compare", PLAN, MINSK],
    "sensitivity": ["sensitivity", PLAN, MINSK],
    "influence": ["influence", "--policy", "kyiv-2022"],
    "repair": ["repair", "--all", "2", MINSK],
    "test": ["test", "policies/fixtures"],
}
PAGES = TABLES | {
    "verbose": ["check", "--verbose", PLAN],
    "hostile": ["check", "--verbose", "--policy", "tests/data/fixtures/hostile/tame.servanda",
                "tests/data/fixtures/hostile/text.yaml"],
    "zopa": ["zopa", "--verbose", "column", "moscow-2024", "kyiv-2022"],
    "relation": ["compare-policies", "column", "kyiv-2022"],
    "lint": ["lint", "tests/data/lint/policy.servanda"],
    "show": ["show", "pledge_scope"],
    "policy": ["show", "column"],
    "coverage": ["test", "--coverage", "-v", "tests/data/coverage"],
    "mutate": ["test", "--mutate", "tests/data/mutate/tests"],
    "layout": ["fmt", "--diff", "tests/data/whole.servanda"],
}


class Formats(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def written(self, name, arguments, ending):
        file = self.folder / f"{name}.{ending}"
        done = subprocess.run(
            [SERVANDA, *arguments, "--output", file], capture_output=True, text=True
        )
        self.assertTrue(file.exists(), done.stderr)
        return file

    def test_workbooks_open(self):
        for name, arguments in TABLES.items():
            with self.subTest(name):
                book = openpyxl.load_workbook(self.written(name, arguments, "xlsx"))
                self.assertEqual(book.properties.created.year, 2000)
                self.assertEqual(book.sheetnames[-1], "Legend")
                for sheet in book:
                    self.assertEqual(sheet.freeze_panes, "B2")
                    (table,) = sheet.tables.values()
                    self.assertIsNotNone(table.autoFilter)
                    self.assertEqual(table.ref, sheet.dimensions)
                    for row in sheet.iter_rows():
                        for cell in row:
                            self.assertNotEqual(cell.data_type, "f", cell.value)
                            self.assertIsNone(cell.hyperlink)

    def test_tables_are_rectangles(self):
        for name, arguments in TABLES.items():
            with self.subTest(name):
                file = self.written(name, arguments, "csv")
                with open(file, newline="", encoding="utf-8") as lines:
                    head, *rows = csv.reader(lines, strict=True)
                self.assertEqual(len(set(head)), len(head))
                self.assertTrue(rows)
                for row in rows:
                    self.assertEqual(len(row), len(head))
                    self.assertFalse([cell for cell in row if re.match(r"\s*[=+@-]", cell)])

    def test_typst_makes_tagged_documents(self):
        for name, arguments in PAGES.items():
            with self.subTest(name):
                file = self.written(name, arguments, "typ")
                document = file.with_suffix(".pdf")
                typst.compile(file, output=document, pdf_standards=["ua-1"])
                about = subprocess.run(["pdfinfo", document], capture_output=True, text=True).stdout
                self.assertRegex(about, r"Tagged: +yes")
                self.assertRegex(about, r"Title: +\S")

    def test_typst_shows_what_texts_say(self):
        """Nothing in a text is markup: a PDF shows it as it is."""
        hostile = '= a * b_ #panic() $x$ @c <d> [e] `f` ~ // g /* h */ -- "i" \\ 1. ... https://j.k'
        policy = self.folder / "p.servanda"
        words = hostile.replace("\\", "\\\\").replace('"', '\\"')
        policy.write_text(
            f'policy p "{words}"\nuses settlement\nprerequisite q "{words}" {{\n'
            f"  must us_role is guarantor\n  otherwise \"{words}\"\n}}\n"
        )
        draft = self.folder / "d.yaml"
        draft.write_text("proposal: d\nprovisions: {us_role: {value: none, note: '" + hostile + "'}}\n")
        arguments = ["check", "--verbose", "--policy", policy, draft]
        file = self.written("hostile", arguments, "typ")
        document = file.with_suffix(".pdf")
        typst.compile(file, output=document, pdf_standards=["ua-1"])
        shown = subprocess.run(["pdftotext", document, "-"], capture_output=True, text=True).stdout
        bare = lambda text: re.sub(r"\s", "", text)
        self.assertGreaterEqual(bare(shown).count(bare(hostile)), 3, shown)


if __name__ == "__main__":
    unittest.main()
