// aws-sdk-go-v2 in the same terms as the other clients: go-load OPERATION CALLS IN_FLIGHT
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	item "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/ec2"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

var ctx = context.Background()

func settings(connections int) aws.Config {
	// As shipped, the SDK keeps ten idle connections per host; with more in flight the rest would be made anew each time.
	pool := awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConns, t.MaxIdleConnsPerHost = connections, connections
	})
	return aws.Config{Region: "us-east-1", HTTPClient: pool,
		Credentials: credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "")}
}

func at(port int) *string { return aws.String(fmt.Sprintf("http://127.0.0.1:%d", port)) }

func check(right bool, err error) {
	if err != nil {
		panic(err)
	}
	if !right {
		panic("unexpected answer")
	}
}

func operation(name string, inFlight int) func() {
	config := settings(inFlight)
	fleet := func(port int) func() {
		client := ec2.NewFromConfig(config, func(o *ec2.Options) { o.BaseEndpoint = at(port) })
		return func() {
			answer, err := client.DescribeInstances(ctx, nil)
			check(err == nil && len(answer.Reservations) == 1000, err)
		}
	}
	getItem := func(port int) func() {
		client := dynamodb.NewFromConfig(config, func(o *dynamodb.Options) { o.BaseEndpoint = at(port) })
		return func() {
			answer, err := client.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String("bench"), Key: map[string]item.AttributeValue{
				"pk": &item.AttributeValueMemberS{Value: "user#0000012345"}, "sk": &item.AttributeValueMemberS{Value: "profile#main"}}})
			check(err == nil && answer.Item["age"].(*item.AttributeValueMemberN).Value == "36", err)
		}
	}
	switch name {
	case "get_item":
		return getItem(8088)
	case "delayed_get_item":
		return getItem(8095)
	case "describe_regions":
		client := ec2.NewFromConfig(config, func(o *ec2.Options) { o.BaseEndpoint = at(8089) })
		return func() {
			answer, err := client.DescribeRegions(ctx, nil)
			check(err == nil && len(answer.Regions) == 34, err)
		}
	case "describe_instances":
		return fleet(8090)
	case "describe_instances_pretty":
		return fleet(8097)
	case "list_objects_v2":
		client := s3.NewFromConfig(config, func(o *s3.Options) { o.BaseEndpoint, o.UsePathStyle = at(8091), true })
		return func() {
			answer, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: aws.String("bench-bucket"), Prefix: aws.String("logs/")})
			check(err == nil && len(answer.Contents) == 1000, err)
		}
	case "receive_message":
		client := sqs.NewFromConfig(config, func(o *sqs.Options) { o.BaseEndpoint = at(8092) })
		return func() {
			answer, err := client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
				QueueUrl: aws.String("http://127.0.0.1:8092/123456789012/q"), MaxNumberOfMessages: 10})
			check(err == nil && len(answer.Messages) == 10, err)
		}
	}
	panic("unknown operation " + name)
}

func cpu() float64 {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return float64(used.Utime.Nano()+used.Stime.Nano()) / 1e9
}

func threads() int {
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		if strings.HasPrefix(line, "Threads:") {
			count, _ := strconv.Atoi(strings.Fields(line)[1])
			return count
		}
	}
	return 0
}

func main() {
	calls, _ := strconv.Atoi(os.Args[2])
	inFlight, _ := strconv.Atoi(os.Args[3])
	call := operation(os.Args[1], inFlight)
	var cpus, walls []float64
	for round := 0; round < 6; round++ {
		startCPU, start := cpu(), time.Now()
		var all sync.WaitGroup
		for n := 0; n < inFlight; n++ {
			share := calls / inFlight
			if n < calls%inFlight {
				share++
			}
			all.Add(1)
			go func() {
				defer all.Done()
				for i := 0; i < share; i++ {
					call()
				}
			}()
		}
		all.Wait()
		cpus, walls = append(cpus, cpu()-startCPU), append(walls, time.Since(start).Seconds())
	}
	firstCPU, firstWall := cpus[0], walls[0]
	cpus, walls = cpus[1:], walls[1:]
	sort.Float64s(cpus)
	sort.Float64s(walls)
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	line, _ := json.Marshal(map[string]any{"client": "aws-sdk-go-v2", "operation": os.Args[1], "calls": calls, "in_flight": inFlight,
		"cpu_us": cpus[2] * 1e6 / float64(calls), "wall_us": walls[2] * 1e6 / float64(calls), "cpu_ms": cpus[2] * 1e3, "wall_ms": walls[2] * 1e3,
		"first_cpu_ms": firstCPU * 1e3, "first_wall_ms": firstWall * 1e3, "threads": threads(), "rss_mb": float64(used.Maxrss) / 1024})
	fmt.Println(string(line))
}
