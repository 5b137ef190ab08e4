-- The GetItem request of all clients, not signed; Authorization only has the usual length.
wrk.method = "POST"
wrk.body = '{"TableName":"bench","Key":{"pk":{"S":"user#0000012345"},"sk":{"S":"profile#main"}}}'
wrk.headers["Content-Type"] = "application/x-amz-json-1.0"
wrk.headers["X-Amz-Target"] = "DynamoDB_20120810.GetItem"
wrk.headers["Authorization"] = string.rep("x", 250)
