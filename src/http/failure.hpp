#pragma once
// The errors of this layer. Each names what happened, where, and what may help; codes are listed in docs of transport.

#include "flow/watchdog.hpp"
#include "http/transport.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/system/error_code.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::http {

/// "https://host:port", IPv6 literals in brackets.
std::string describe(const origin& where);

error cancelled();
/// A deadline has passed: ConnectTimeout, TlsTimeout, IdleTimeout, AttemptTimeout.
error expired(flow::expiry why, const origin& where);
/// TCP did not come about: ConnectionRefused, NetworkUnreachable, TooManyConnections, ConnectTimeout, ConnectionFailed.
error not_connected(const boost::system::error_code& why, const origin& where, const boost::asio::ip::address& at);
/// TLS did not come about: CertificateRejected, TlsHandshakeFailed. `reason` is OpenSSL's.
error certificate_rejected(const origin& where, std::string_view reason);
error handshake_failed(const origin& where, std::string_view reason);

/// HTTP/2 is needed, and the server does not agree to it: Http2NotNegotiated.
error no_http2(const origin& where);

/// How far an exchange had come when it failed.
struct exchange_progress {
  request_progress request = request_progress::not_sent;
  bool answer_started = false;
  std::optional<std::uint64_t> body_read;       ///< bytes; nothing: the answer's head was not complete
  std::optional<std::uint64_t> body_announced;  ///< bytes; nothing: in chunks, or until the end of the connection
};

/// The connection broke during an exchange: ConnectionClosed or ConnectionReset before any byte of an answer,
/// TruncatedResponse after one.
error broken(const boost::system::error_code& why, const origin& where, const exchange_progress& at);
/// The server spoke before it was asked, on a connection made for this request: UnsolicitedBytes.
error unsolicited(const origin& where);
/// Says in an error of an exchange how far the request had got, in words where it may have been carried out.
error with_progress(const error& failure, const exchange_progress& at);
error with_request(const error& failure, request_progress how_far);
/// Bytes that are no HTTP/1.1 answer: MalformedResponse.
error malformed(const origin& where, std::string_view what);
error header_too_large(const origin& where, std::size_t limit);
/// A request that must not be sent: InvalidRequest.
error invalid_request(std::string_view what);

}  // namespace aloft::http
