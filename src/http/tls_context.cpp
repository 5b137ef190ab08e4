#include "http/tls_context.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace aloft::http {
namespace fs = std::filesystem;
namespace {

/// Where a connection keeps the pointer to its origin's tls_session.
int session_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

int keep_session(SSL* connection, SSL_SESSION* session) {
  auto* const keeper = static_cast<tls_session*>(SSL_get_ex_data(connection, session_index()));
  if (keeper == nullptr) return 0;
  keeper->keep(session);
  return 1;  // the reference is ours now
}

/// A folder in which OpenSSL finds issuers by hash ("5ed36f99.0"), one when it is needed. Reading a whole bundle first
/// costs some 20 ms, more than all else that a short program does.
bool is_hashed(const fs::path& folder) {
  std::error_code failure;
  for (fs::directory_iterator at{folder, failure}, end; !failure && at != end; at.increment(failure)) {
    const std::string name = at->path().filename().string();
    if (name.size() >= 10 && name[8] == '.' && name[9] == '0' &&
        std::all_of(name.begin(), name.begin() + 8, [](unsigned char c) { return std::isxdigit(c) != 0; }))
      return true;
  }
  return false;
}

error unusable(const std::string& path, const std::string& why) {
  return error{error_kind::config, "CaBundleUnusable",
               "no certificate authorities can be read from \"" + path + "\": " + why +
                   "; expected a PEM file or a folder of them (AWS_CA_BUNDLE, ca_bundle)"};
}

bool trust_system(SSL_CTX* context) {
  const char* const own_file = std::getenv(X509_get_default_cert_file_env());
  const char* const own_folder = std::getenv(X509_get_default_cert_dir_env());
  const std::string folder = own_folder != nullptr ? own_folder : X509_get_default_cert_dir();
  if (own_file == nullptr && is_hashed(folder)) return SSL_CTX_load_verify_dir(context, folder.c_str()) == 1;
  return SSL_CTX_set_default_verify_paths(context) == 1;
}

result<void> trust_folder(SSL_CTX* context, const std::string& folder) {
  if (is_hashed(folder)) {
    if (SSL_CTX_load_verify_dir(context, folder.c_str()) != 1) return unusable(folder, take_openssl_error());
    return {};
  }
  bool any = false;
  std::error_code failure;
  for (fs::directory_iterator at{folder, failure}, end; !failure && at != end; at.increment(failure))
    any |= SSL_CTX_load_verify_file(context, at->path().c_str()) == 1;
  ERR_clear_error();
  if (failure) return unusable(folder, failure.message());
  if (!any) return unusable(folder, "no file in it holds one");
  return {};
}

result<void> trust(SSL_CTX* context, const std::string& path) {
  std::error_code failure;
  if (path.empty()) {
    if (!trust_system(context)) return unusable("the system's trust store", take_openssl_error());
    return {};
  }
  if (!fs::exists(path, failure)) return unusable(path, failure ? failure.message() : "there is no such file");
  if (fs::is_directory(path, failure)) return trust_folder(context, path);
  if (SSL_CTX_load_verify_file(context, path.c_str()) != 1) return unusable(path, take_openssl_error());
  return {};
}

}  // namespace

std::string take_openssl_error() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* const reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
  return reason != nullptr ? reason : "unknown error";
}

tls_session::~tls_session() { SSL_SESSION_free(latest_); }

void tls_session::keep(SSL_SESSION* session) noexcept {
  {
    const std::lock_guard lock{mutex_};
    std::swap(latest_, session);
  }
  SSL_SESSION_free(session);
}

void tls_session::offer_to(SSL* connection) const noexcept {
  const std::lock_guard lock{mutex_};
  if (latest_ != nullptr && SSL_SESSION_is_resumable(latest_) == 1) SSL_set_session(connection, latest_);
}

result<std::shared_ptr<const tls_context>> tls_context::load(const tls_settings& settings) {
  SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
  if (context == nullptr) return error{error_kind::config, "TlsUnusable", "no TLS: " + take_openssl_error()};
  std::shared_ptr<const tls_context> made{new tls_context{context}};
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context,
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(context, keep_session);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);  // a write never has to wait for a read
  SSL_CTX_set_verify(context, settings.verify_peer ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  if (settings.verify_peer)
    if (auto trusted = trust(context, settings.ca_file); !trusted) return trusted.error();
  return made;
}

tls_context::~tls_context() { SSL_CTX_free(context_); }

SSL* tls_context::connection(const std::string& host, std::string_view protocols, tls_session& session) const {
  std::unique_ptr<SSL, decltype(&SSL_free)> made{SSL_new(context_), SSL_free};
  if (!made) return nullptr;
  boost::system::error_code not_literal;
  boost::asio::ip::make_address(host, not_literal);
  X509_VERIFY_PARAM* const check = SSL_get0_param(made.get());
  X509_VERIFY_PARAM_set_hostflags(check, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  const auto* const offered = reinterpret_cast<const unsigned char*>(protocols.data());
  bool good = SSL_set_alpn_protos(made.get(), offered, static_cast<unsigned int>(protocols.size())) == 0;
  if (!not_literal)
    good = good && X509_VERIFY_PARAM_set1_ip_asc(check, host.substr(0, host.find('%')).c_str()) == 1;
  else
    good =
        good && SSL_set_tlsext_host_name(made.get(), host.c_str()) == 1 && SSL_set1_host(made.get(), host.c_str()) == 1;
  good = good && SSL_set_ex_data(made.get(), session_index(), &session) == 1;
  if (!good) return nullptr;
  session.offer_to(made.get());
  return made.release();
}

}  // namespace aloft::http
