"""S3 Select: rows in events, joined, and the event that says that all of them are there."""

import json

from case import Case


class Select(Case):
    def test_rows_of_an_object(self):
        self.ok("s3", "create-bucket", "--bucket", "rows")
        self.ok("s3", "put-object", "--bucket", "rows", "--key", "k.csv", "--body", "/dev/stdin", stdin=b"a,b\n1,2\n3,4\n")
        select = ("s3", "select-object-content", "--bucket", "rows", "--key", "k.csv", "--expression", "select * from s3object",
                  "--expression-type", "SQL", "--input-serialization", '{"CSV": {"FileHeaderInfo": "USE"}}',
                  "--output-serialization", '{"CSV": {}}')
        self.assertEqual(self.ok(*select, "-").out.split(), ["1,2", "3,4"])
        seen = [next(iter(json.loads(line))) for line in self.ok(*select).out.splitlines()]
        self.assertEqual((seen[0], seen[-1]), ("Records", "End"))
