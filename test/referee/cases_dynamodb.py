"""DynamoDB over awsJson 1.0: attribute values of every type, conditions, pages, errors with modelled members."""

import base64
import json

from case import Case


def blob(data):
    return base64.b64encode(data).decode()


class DynamoDb(Case):
    def table(self, name, *more):
        return self.ok("dynamodb", "create-table", "--table-name", name, "--attribute-definitions",
                       "AttributeName=id,AttributeType=S", "AttributeName=at,AttributeType=N", "--key-schema",
                       "AttributeName=id,KeyType=HASH", "AttributeName=at,KeyType=RANGE", "--billing-mode", "PAY_PER_REQUEST",
                       *more).json["TableDescription"]

    def put(self, table, item, *more):
        return self.ok("dynamodb", "put-item", "--table-name", table, "--item", json.dumps(item), *more)

    def test_table_lifecycle(self):
        made = self.table("life")
        self.assertEqual(made["KeySchema"], [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}])
        self.assertRegex(made["CreationDateTime"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
        self.assertIn("life", self.ok("dynamodb", "list-tables").json["TableNames"])
        status = self.ok("dynamodb", "describe-table", "--table-name", "life", "--query", "Table.TableStatus", "--output", "text")
        self.assertEqual(status.out, "ACTIVE\n")
        self.ok("dynamodb", "delete-table", "--table-name", "life")
        self.refused("ResourceNotFoundException", "dynamodb", "delete-table", "--table-name", "life")
        self.refused("ResourceNotFoundException", "dynamodb", "describe-table", "--table-name", "life")

    def test_attribute_values_of_every_type(self):
        self.table("typed")
        item = {
            "id": {"S": 'k "1" äé€漢字🙂'}, "at": {"N": "-12345678901234567890.12345"}, "bytes": {"B": blob(b"\0\1\xfe\xff")},
            "yes": {"BOOL": True}, "no": {"BOOL": False}, "nothing": {"NULL": True}, "empty": {"S": ""},
            "texts": {"SS": ["a", "b c"]}, "numbers": {"NS": ["1", "2.5"]}, "byte set": {"BS": [blob(b"\1"), blob(b"\2\3")]},
            "list": {"L": [{"S": "x"}, {"L": []}, {"M": {"deep": {"N": "0"}}}]}, "map": {"M": {"a.b": {"S": "="}, "none": {"M": {}}}},
        }
        self.put("typed", item)
        key = {"id": item["id"], "at": item["at"]}
        read = self.ok("dynamodb", "get-item", "--table-name", "typed", "--key", json.dumps(key), "--consistent-read").json["Item"]
        for name in ("texts", "numbers", "byte set"):  # sets have no order
            [(kind, members)] = read.pop(name).items()
            self.assertEqual({kind: sorted(members)}, {kind: sorted(item.pop(name)[kind])})
        self.assertEqual(read, item)

    def test_update_and_conditions(self):
        self.table("conditions")
        key = {"id": {"S": "a"}, "at": {"N": "1"}}
        self.put("conditions", {**key, "count": {"N": "1"}})
        updated = self.ok("dynamodb", "update-item", "--table-name", "conditions", "--key", json.dumps(key), "--update-expression",
                          "SET #c = #c + :one", "--expression-attribute-names", '{"#c":"count"}', "--expression-attribute-values",
                          '{":one":{"N":"1"}}', "--return-values", "ALL_NEW").json
        self.assertEqual(updated["Attributes"]["count"], {"N": "2"})
        self.refused("ConditionalCheckFailedException", "dynamodb", "put-item", "--table-name", "conditions", "--item",
                     json.dumps(key), "--condition-expression", "attribute_not_exists(id)")
        deleted = self.ok("dynamodb", "delete-item", "--table-name", "conditions", "--key", json.dumps(key),
                          "--return-values", "ALL_OLD").json
        self.assertEqual(deleted["Attributes"]["count"], {"N": "2"})
        self.assertEqual(self.ok("dynamodb", "get-item", "--table-name", "conditions", "--key", json.dumps(key)).out.strip() or "{}", "{}")

    def test_pages_are_merged(self):
        self.table("pages")
        for start in range(0, 40, 20):
            puts = [{"PutRequest": {"Item": {"id": {"S": "p"}, "at": {"N": str(n)}, "text": {"S": "x" * 50}}}} for n in range(start, start + 20)]
            written = self.ok("dynamodb", "batch-write-item", "--request-items", json.dumps({"pages": puts})).json
            self.assertEqual(written["UnprocessedItems"], {})
        query = ("dynamodb", "query", "--table-name", "pages", "--key-condition-expression", "id = :p", "--expression-attribute-values",
                 '{":p":{"S":"p"}}', "--projection-expression", "#a", "--expression-attribute-names", '{"#a":"at"}')
        whole = self.ok(*query, "--page-size", "7").json
        self.assertEqual([int(row["at"]["N"]) for row in whole["Items"]], list(range(40)))
        self.assertEqual((whole["Count"], whole["ScannedCount"]), (40, 40))
        one = self.ok(*query, "--no-paginate", "--limit", "7").json
        self.assertEqual((one["Count"], one["LastEvaluatedKey"]), (7, {"id": {"S": "p"}, "at": {"N": "6"}}))
        counted = self.ok("dynamodb", "scan", "--table-name", "pages", "--page-size", "9", "--query", "length(Items)", "--output", "text")
        self.assertEqual(counted.out, "40\n")

    def test_transaction_that_fails_says_which_part(self):
        self.table("transactions")
        puts = [{"Put": {"TableName": "transactions", "Item": {"id": {"S": name}, "at": {"N": "1"}},
                         "ConditionExpression": "attribute_not_exists(id)"}} for name in ("a", "b")]
        self.ok("dynamodb", "transact-write-items", "--transact-items", json.dumps(puts[:1]))
        refusal = self.refused("TransactionCanceledException", "dynamodb", "transact-write-items", "--transact-items", json.dumps(puts))
        self.assertIn("ConditionalCheckFailed", refusal)
        found = self.ok("dynamodb", "transact-get-items", "--transact-items",
                        '{"Get":{"TableName":"transactions","Key":{"id":{"S":"a"},"at":{"N":"1"}}}}').json
        self.assertEqual([row["Item"]["id"] for row in found["Responses"]], [{"S": "a"}])

    def test_validation_by_the_service(self):
        self.refused("ValidationException", "dynamodb", "create-table", "--table-name", "odd", "--attribute-definitions",
                     "AttributeName=id,AttributeType=S", "--key-schema", "AttributeName=other,KeyType=HASH",
                     "--billing-mode", "PAY_PER_REQUEST")

    def test_through_the_library(self):
        self.through_library("dynamodb")
