"""CloudWatch over RPC v2 CBOR."""

import json

from case import Case

DATA = [
    {"MetricName": "Latency", "Dimensions": [{"Name": "Stage", "Value": "a b"}], "Value": 1.5, "Unit": "Seconds", "Timestamp": "2030-01-01T00:00:10Z"},
    {"MetricName": "Latency", "Dimensions": [{"Name": "Stage", "Value": "a b"}], "Value": 2.5, "Unit": "Seconds", "Timestamp": "2030-01-01T00:00:20Z"},
]


class CloudWatch(Case):
    def test_metrics(self):
        self.ok("cloudwatch", "put-metric-data", "--namespace", "Shop", "--metric-data", json.dumps(DATA))
        [metric] = self.ok("cloudwatch", "list-metrics", "--namespace", "Shop").json["Metrics"]
        self.assertEqual(metric, {"Namespace": "Shop", "MetricName": "Latency", "Dimensions": [{"Name": "Stage", "Value": "a b"}]})

    def test_statistics(self):
        self.ok("cloudwatch", "put-metric-data", "--namespace", "Sums", "--metric-data", json.dumps(DATA))
        [point] = self.ok("cloudwatch", "get-metric-statistics", "--namespace", "Sums", "--metric-name", "Latency", "--dimensions",
                          "Name=Stage,Value=a b", "--start-time", "2030-01-01T00:00:00Z", "--end-time", "2030-01-01T00:01:00Z", "--period",
                          "60", "--statistics", "Sum", "Average", "SampleCount").json["Datapoints"]
        self.assertEqual((point["Sum"], point["Average"], point["SampleCount"]), (4.0, 2.0, 2.0))
        self.assertEqual(point["Timestamp"][:19], "2030-01-01T00:00:00")
        query = [{"Id": "q", "MetricStat": {"Metric": {"Namespace": "Sums", "MetricName": "Latency", "Dimensions": DATA[0]["Dimensions"]},
                                            "Period": 60, "Stat": "Maximum"}}]
        [row] = self.ok("cloudwatch", "get-metric-data", "--metric-data-queries", json.dumps(query), "--start-time",
                        "2030-01-01T00:00:00Z", "--end-time", "2030-01-01T00:01:00Z").json["MetricDataResults"]
        self.assertEqual((row["Id"], row["Values"]), ("q", [2.5]))

    def test_alarm_lifecycle(self):
        self.ok("cloudwatch", "put-metric-alarm", "--alarm-name", "too slow", "--namespace", "Shop", "--metric-name", "Latency",
                "--comparison-operator", "GreaterThanThreshold", "--threshold", "0.25", "--period", "60", "--evaluation-periods", "2",
                "--statistic", "Average", "--no-actions-enabled")
        [alarm] = self.ok("cloudwatch", "describe-alarms", "--alarm-names", "too slow").json["MetricAlarms"]
        self.assertEqual((alarm["Threshold"], alarm["EvaluationPeriods"], alarm["ActionsEnabled"]), (0.25, 2, False))
        self.assertRegex(alarm["StateUpdatedTimestamp"], r"^\d{4}-\d\d-\d\dT")
        self.ok("cloudwatch", "delete-alarms", "--alarm-names", "too slow")
        self.assertEqual(self.ok("cloudwatch", "describe-alarms", "--alarm-names", "too slow").json["MetricAlarms"], [])
        self.refused("ResourceNotFound", "cloudwatch", "set-alarm-state", "--alarm-name", "too slow", "--state-value", "OK", "--state-reason", "r")

    def test_dashboard_lifecycle(self):
        body = json.dumps({"widgets": [{"type": "text", "properties": {"markdown": "äé€"}}]})
        self.ok("cloudwatch", "put-dashboard", "--dashboard-name", "d", "--dashboard-body", body)
        self.assertEqual(self.ok("cloudwatch", "get-dashboard", "--dashboard-name", "d").json["DashboardBody"], body)
        self.assertIn("d", self.ok("cloudwatch", "list-dashboards", "--query", "DashboardEntries[].DashboardName").json)
        self.ok("cloudwatch", "delete-dashboards", "--dashboard-names", "d")
        self.refused("ResourceNotFound", "cloudwatch", "get-dashboard", "--dashboard-name", "d")

    def test_through_the_library(self):
        self.through_library("cloudwatch")
