#include "http/failure.hpp"

#include <boost/asio/error.hpp>

namespace aloft::http {
namespace {

error transient(error_kind kind, std::string code, std::string message) {
  error_info info;
  info.kind = kind;
  info.code = std::move(code);
  info.message = std::move(message);
  info.retryable = true;
  return error{std::move(info)};
}

std::string describe(const exchange_progress& at) {
  if (!at.body_read) return "before the end of its head";
  const std::string read = "after " + std::to_string(*at.body_read);
  if (at.body_announced) return read + " of " + std::to_string(*at.body_announced) + " bytes of the body";
  return read + " bytes of a body in chunks";
}

bool is(const boost::system::error_code& code, boost::system::errc::errc_t which) { return code == which; }

}  // namespace

std::string describe(const origin& where) {
  const bool literal_v6 = where.host.find(':') != std::string::npos;
  return where.scheme + "://" + (literal_v6 ? '[' + where.host + ']' : where.host) + ':' + std::to_string(where.port);
}

error cancelled() { return error{error_kind::cancelled, "Cancelled", "the caller cancelled the call"}; }

error expired(flow::expiry why, const origin& where) {
  const std::string at = describe(where);
  switch (why) {
    case flow::expiry::connect:
      return transient(error_kind::timeout, "ConnectTimeout", "no connection to " + at + " within the connect timeout");
    case flow::expiry::tls:
      return transient(error_kind::timeout, "TlsTimeout", "no TLS session with " + at + " within the TLS timeout");
    case flow::expiry::idle:
      return transient(error_kind::timeout, "IdleTimeout",
                       at + " neither sent nor took a byte within the idle timeout");
    case flow::expiry::none:
    case flow::expiry::attempt: break;
  }
  return transient(error_kind::timeout, "AttemptTimeout",
                   "the time for the attempt was over before " + at + " had answered");
}

error not_connected(const boost::system::error_code& why, const origin& where, const boost::asio::ip::address& at) {
  using boost::system::errc::errc_t;
  const std::string target = describe(where) + " (" + at.to_string() + ")";
  if (is(why, errc_t::connection_refused))
    return transient(error_kind::connect, "ConnectionRefused",
                     target + " refuses connections; is a server running there, and is the port right?");
  if (is(why, errc_t::too_many_files_open) || is(why, errc_t::too_many_files_open_in_system) ||
      is(why, errc_t::no_buffer_space))
    return transient(error_kind::connect, "TooManyConnections",
                     "no further connection to " + target + " can be opened: " + why.message() +
                         "; raise the limit of open files or lower the limit of connections");
  if (is(why, errc_t::address_not_available))
    return transient(error_kind::connect, "TooManyConnections",
                     "no further connection to " + target + " can be opened: no local port is free");
  if (is(why, errc_t::network_unreachable) || is(why, errc_t::host_unreachable) ||
      is(why, errc_t::address_family_not_supported))
    return transient(error_kind::connect, "NetworkUnreachable", "there is no route to " + target);
  if (is(why, errc_t::timed_out)) return expired(flow::expiry::connect, where);
  if (is(why, errc_t::connection_reset))
    return transient(error_kind::connect, "ConnectionReset", target + " reset the connection while it was being made");
  return transient(error_kind::connect, "ConnectionFailed", "no connection to " + target + ": " + why.message());
}

error certificate_rejected(const origin& where, std::string_view reason) {
  return error{error_kind::connect, "CertificateRejected",
               "the certificate of " + describe(where) + " is rejected: " + std::string{reason} +
                   "; if it is to be trusted, name its authority with AWS_CA_BUNDLE or ca_bundle"};
}

error handshake_failed(const origin& where, std::string_view reason) {
  return transient(error_kind::connect, "TlsHandshakeFailed",
                   "no TLS session with " + describe(where) + ": " + std::string{reason} +
                       "; does the server speak TLS 1.2 or later on that port?");
}

error no_http2(const origin& where) {
  return error{error_kind::connect, "Http2NotNegotiated",
               describe(where) +
                   " does not agree to HTTP/2, which this operation needs; a proxy that looks into TLS may be in the "
                   "way: let NO_PROXY name the host"};
}

error broken(const boost::system::error_code& why, const origin& where, const exchange_progress& progress) {
  using boost::system::errc::errc_t;
  const bool closed = why == boost::asio::error::eof;
  const bool reset =
      is(why, errc_t::connection_reset) || is(why, errc_t::broken_pipe) || is(why, errc_t::connection_aborted);
  const std::string at = describe(where);
  if (progress.answer_started)
    return transient(error_kind::protocol, "TruncatedResponse",
                     at + (closed ? " closed" : " broke") + " the connection in the middle of its answer, " +
                         describe(progress) + (closed || reset ? "" : ": " + why.message()));
  if (closed)
    return transient(error_kind::connect, "ConnectionClosed", at + " closed the connection without an answer");
  if (reset) return transient(error_kind::connect, "ConnectionReset", at + " reset the connection without an answer");
  return transient(error_kind::connect, "ConnectionFailed", "the connection to " + at + " failed: " + why.message());
}

error unsolicited(const origin& where) {
  return transient(error_kind::connect, "UnsolicitedBytes",
                   describe(where) + " sent bytes before it was asked; is a server for HTTP running on that port?");
}

error with_progress(const error& failure, const exchange_progress& at) {
  const error_kind kind = failure.kind();
  const bool unknown = at.request == request_progress::sent && !at.answer_started &&
                       (kind == error_kind::connect || kind == error_kind::timeout);
  return failure.with([&](error_info& info) {
    info.request = at.request;
    if (unknown) info.message += "; the request had been sent whole and may have been carried out";
  });
}

error with_request(const error& failure, request_progress how_far) {
  return failure.with([how_far](error_info& info) { info.request = how_far; });
}

error malformed(const origin& where, std::string_view what) {
  return error{error_kind::protocol, "MalformedResponse",
               "the answer of " + describe(where) + " is not HTTP/1.1: " + std::string{what}};
}

error header_too_large(const origin& where, std::size_t limit) {
  return error{error_kind::protocol, "HeaderTooLarge",
               "the header of an answer of " + describe(where) + " is longer than " + std::to_string(limit) + " bytes"};
}

error invalid_request(std::string_view what) {
  return error{error_kind::usage, "InvalidRequest", "the request cannot be sent: " + std::string{what}};
}

}  // namespace aloft::http
