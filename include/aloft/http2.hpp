#pragma once
// Which requests go over HTTP/2.

namespace aloft {

/// docs/http2.md has the rules. Whatever is chosen, operations that stream events to a service (Transcribe, Lex …) need
/// HTTP/2, and so does Kinesis's SubscribeToShard, but for endpoints with http://.
enum class http2_policy : unsigned char {
  where_needed,  ///< those operations alone: all others go over HTTP/1.1
  never,         ///< none: those operations end with usage error "Http2Needed"
  preferred,     ///< all, where the server agrees to it while TLS is set up; several share a connection
  required,      ///< all, or error "Http2NotNegotiated"; with http:// the server is expected to know
};

}  // namespace aloft
