"""What all cases share: the running server, the program under test, and how its answers are judged."""

import unittest


class Case(unittest.TestCase):
    server = None  # servers.Server, running
    aloft = None  # aloft_cli.Program, set up for it
    library = None  # aloft_cli.Program: the C++ program whose calls are made through the library
    maxDiff = None

    def ok(self, *arguments, **options):
        result = self.aloft(*arguments, **options)
        self.assertEqual(result.code, 0, f"{arguments}: {result.err}")
        self.assertEqual(result.err, "")
        return result

    def refused(self, code, *arguments, **options):
        """The service says no: exit code 254, one line that names the error."""
        result = self.aloft(*arguments, **options)
        self.assertEqual(result.code, 254, f"{arguments}: {result.out}{result.err}")
        self.assertIn(f" {code}: ", result.err)
        self.assertEqual(result.err.count("\n"), 1, result.err)
        return result.err

    def through_library(self, scenario):
        """One of the scenarios of the library program: it checks what it gets by itself."""
        result = self.library(scenario)
        self.assertEqual((result.code, result.err), (0, ""))
        self.assertEqual(result.out, f"{scenario}: as expected\n")
