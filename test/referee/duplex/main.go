// A judge of event streams that go both ways: Go's HTTP/2, and the Go SDK's codec of events and signer. It checks the
// request's signature, each event's, and that the end is signed, too; answers as the service would in kind; and says on
// standard output, a line of JSON for each stream, what it saw.
//
//	duplex CERT KEY   prints "PORT h2c" and "PORT tls" first; ends when its standard input does
package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/protocol/eventstream"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

var keys = aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}

type report struct {
	Service, Path, Protocol, ContentType string
	Signed                               bool // the request
	Events                               []string
	BadSignatures, Bytes                 int
	Unsigned                             int
	EndFrame, CleanEnd                   bool
	Fault                                string
}

var output sync.Mutex

func say(r *report) {
	output.Lock()
	defer output.Unlock()
	line, _ := json.Marshal(r)
	fmt.Println(string(line))
}

// The signature of the request as the Go SDK makes it, of the headers that the caller signed.
func expected(r *http.Request, signed []string, service, region string, at time.Time) (string, error) {
	url := "http://" + r.Host + r.URL.RequestURI()
	again, err := http.NewRequest(r.Method, url, nil)
	if err != nil {
		return "", err
	}
	for _, name := range signed {
		if name != "host" {
			again.Header[http.CanonicalHeaderKey(name)] = r.Header.Values(name)
		}
	}
	again.Host = r.Host
	hash := r.Header.Get("X-Amz-Content-Sha256")
	if err := v4.NewSigner().SignHTTP(context.Background(), keys, again, hash, service, region, at); err != nil {
		return "", err
	}
	_, made, _ := strings.Cut(again.Header.Get("Authorization"), "Signature=")
	return made, nil
}

func message(kind, name, contentType string, payload []byte) eventstream.Message {
	var m eventstream.Message
	m.Headers.Set(":message-type", eventstream.StringValue(kind))
	m.Headers.Set(":"+kind+"-type", eventstream.StringValue(name))
	if contentType != "" {
		m.Headers.Set(":content-type", eventstream.StringValue(contentType))
	}
	m.Payload = payload
	return m
}

// What a service answers to an event.
func answer(service, event string, payload []byte) []eventstream.Message {
	const octets, text = "application/octet-stream", "application/json"
	switch service {
	case "polly":
		if event == "CloseStreamEvent" {
			return []eventstream.Message{message("event", "StreamClosedEvent", text, []byte(`{"RequestCharacters":7}`))}
		}
		return []eventstream.Message{message("event", "AudioEvent", octets, payload)}
	case "bedrock":
		return []eventstream.Message{message("event", "chunk", text, payload)}
	case "lex":
		return []eventstream.Message{message("event", "HeartbeatEvent", text, []byte(`{"eventId":"`+event+`"}`))}
	case "transcribe":
		return []eventstream.Message{message("event", "TranscriptEvent", text,
			[]byte(fmt.Sprintf(`{"Transcript":{"Results":[{"ResultId":"%d"}]}}`, len(payload))))}
	default:
		return []eventstream.Message{message("event", "textEvent", text, []byte(`{"systemMessage":"`+event+`"}`))}
	}
}

func serve(w http.ResponseWriter, r *http.Request) {
	var seen report
	defer func() { say(&seen) }()
	seen.Path, seen.Protocol, seen.ContentType = r.URL.RequestURI(), r.Proto, r.Header.Get("Content-Type")

	var signer *v4.StreamSigner
	scope := strings.SplitN(r.Header.Get("Authorization"), "Credential=", 2)
	if len(scope) == 2 {
		parts := strings.Split(strings.SplitN(scope[1], ",", 2)[0], "/")
		_, list, _ := strings.Cut(scope[1], "SignedHeaders=")
		list, _, _ = strings.Cut(list, ",")
		_, stated, _ := strings.Cut(scope[1], "Signature=")
		at, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
		if err != nil || len(parts) != 5 {
			seen.Fault = "no date or scope"
			w.WriteHeader(400)
			return
		}
		region, service := parts[2], parts[3]
		seen.Service = service
		made, err := expected(r, strings.Split(list, ";"), service, region, at)
		seen.Signed = err == nil && made == stated && r.Header.Get("X-Amz-Content-Sha256") == "STREAMING-AWS4-HMAC-SHA256-EVENTS"
		seed, _ := hex.DecodeString(stated)
		signer = v4.NewStreamSigner(keys, service, region, seed)
	}

	script := r.Header.Get("X-Referee")
	if script == "refuse" {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Amzn-ErrorType", "ValidationException")
		w.WriteHeader(400)
		io.WriteString(w, `{"message":"no such voice"}`)
		return
	}
	encoder := eventstream.NewEncoder()
	flush := w.(http.Flusher).Flush
	begun := false
	send := func(m eventstream.Message) {
		if !begun {
			begun = true
			w.Header().Set("Content-Type", "application/vnd.amazon.eventstream")
			w.Header().Set("X-Amzn-RequestId", "referee-1")
		}
		if err := encoder.Encode(w, m); err != nil {
			seen.Fault = err.Error()
		}
		flush()
	}
	decoder := eventstream.NewDecoder()
	for {
		outer, err := decoder.Decode(r.Body, nil)
		if errors.Is(err, io.EOF) {
			seen.CleanEnd = true
			break
		}
		if err != nil {
			seen.Fault = err.Error()
			return
		}
		inner := outer
		if signature := outer.Headers.Get(":chunk-signature"); signature != nil && signer != nil {
			when := outer.Headers.Get(":date").(eventstream.TimestampValue)
			var headers bytes.Buffer
			headers.WriteByte(5)
			headers.WriteString(":date")
			headers.WriteByte(8)
			binary.Write(&headers, binary.BigEndian, time.Time(when).UnixMilli())
			made, err := signer.GetSignature(context.Background(), headers.Bytes(), outer.Payload, time.Time(when))
			if err != nil || !bytes.Equal(made, signature.(eventstream.BytesValue)) {
				seen.BadSignatures++
			}
			if skew := time.Since(time.Time(when)); skew > 5*time.Minute || skew < -5*time.Minute {
				seen.Fault = "an event's date is off"
			}
			if len(outer.Payload) == 0 {
				seen.EndFrame = true
				continue
			}
			if seen.EndFrame {
				seen.Fault = "an event after the end"
			}
			if inner, err = eventstream.NewDecoder().Decode(bytes.NewReader(outer.Payload), nil); err != nil {
				seen.Fault = err.Error()
				return
			}
		} else {
			seen.Unsigned++
		}
		kind := inner.Headers.Get(":event-type")
		if kind == nil {
			seen.Fault = "an event without a type"
			continue
		}
		if len(seen.Events) < 50 {
			seen.Events = append(seen.Events, kind.String())
		}
		seen.Bytes += len(inner.Payload)
		for _, m := range answer(seen.Service, kind.String(), inner.Payload) {
			send(m)
		}
		if script == "throttle" && len(seen.Events) == 2 {
			send(message("exception", "throttlingException", "application/json", []byte(`{"message":"slow down"}`)))
			seen.Fault = "as asked"
			return
		}
		if script == "break" && len(seen.Events) == 2 {
			seen.Fault = "as asked"
			panic(http.ErrAbortHandler) // RST_STREAM
		}
	}
	if !begun {
		w.Header().Set("Content-Type", "application/vnd.amazon.eventstream")
		w.WriteHeader(200)
	}
}

func main() {
	var plain, secure http.Protocols
	plain.SetUnencryptedHTTP2(true)
	secure.SetHTTP2(true)
	handler := http.HandlerFunc(serve)
	open, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go (&http.Server{Handler: handler, Protocols: &plain}).Serve(open)
	go (&http.Server{Handler: handler, Protocols: &secure}).ServeTLS(closed, os.Args[1], os.Args[2])
	fmt.Println(open.Addr().(*net.TCPAddr).Port, "h2c")
	fmt.Println(closed.Addr().(*net.TCPAddr).Port, "tls")
	io.Copy(io.Discard, os.Stdin)
}
