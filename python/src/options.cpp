#include "options.hpp"

#include <cmath>

namespace aloft::python {
namespace {

using std::chrono::milliseconds;

// Reads entries of one dict until one does not fit.
class reader {
 public:
  explicit reader(PyObject* dict) : dict_{dict} {}
  bool good() const noexcept { return good_; }

  template <class Text>
  void text(const char* name, Text& out) {
    PyObject* found = at(name);
    std::string_view all;
    if (!found) return;
    if (!PyUnicode_Check(found)) return misfit(name, "a str");
    if (!utf8(found, all)) {
      good_ = false;
      return;
    }
    out = std::string{all};
  }
  template <class Bool>
  void truth(const char* name, Bool& out) {
    PyObject* found = at(name);
    if (!found) return;
    const int is = PyObject_IsTrue(found);
    if (is < 0) return misfit(name, "True or False");
    out = is == 1;
  }
  template <class Int>
  void number(const char* name, Int& out) {
    PyObject* found = at(name);
    if (!found) return;
    if (!PyLong_Check(found)) return misfit(name, "an int");
    const long read = PyLong_AsLong(found);
    if (PyErr_Occurred() || read < 0 || read > 1'000'000'000) return misfit(name, "a small int, not negative");
    out = static_cast<typename plain<Int>::type>(read);
  }
  template <class Duration>
  void seconds(const char* name, Duration& out) {
    PyObject* found = at(name);
    if (!found) return;
    const ref as_float{PyNumber_Float(found)};
    const double read = as_float ? PyFloat_AsDouble(as_float.get()) : -1;
    if (!as_float || !(read >= 0 && read < 1e11)) return misfit(name, "a number of seconds");
    out = std::chrono::duration_cast<typename plain<Duration>::type>(milliseconds{std::llround(read * 1000)});
  }
  template <class Enum>
  void choice(const char* name, std::optional<Enum>& out,
              std::initializer_list<std::pair<std::string_view, Enum>> known) {
    std::string chosen;
    text(name, chosen);
    if (chosen.empty()) return;
    std::string all;
    for (const auto& [word, value] : known) {
      if (word == chosen) {
        out = value;
        return;
      }
      all += (all.empty() ? "" : ", ") + std::string{word};
    }
    misfit(name, all.c_str());
  }
  PyObject* at(const char* name) const { return good_ ? entry(dict_, name) : nullptr; }

 private:
  template <class T>
  struct plain {
    using type = T;
  };
  template <class T>
  struct plain<std::optional<T>> {
    using type = T;
  };
  void misfit(const char* name, const char* expected) {
    PyErr_Clear();
    PyErr_Format(PyExc_ValueError, "option %s is %R; expected %s", name, entry(dict_, name), expected);
    good_ = false;
  }

  PyObject* const dict_;
  bool good_ = true;
};

}  // namespace

bool read_credentials(PyObject* dict, credentials& out) {
  reader from{dict};
  from.text("access_key_id", out.access_key_id);
  from.text("secret_access_key", out.secret_access_key);
  from.text("session_token", out.session_token);
  from.text("account_id", out.account_id);
  out.provider = "explicit";
  milliseconds expires{0};
  from.seconds("expiration", expires);
  if (expires.count() > 0) out.expiration = std::chrono::system_clock::time_point{expires};
  return from.good();
}

bool read_session_options(PyObject* dict, session_options& out) {
  reader from{dict};
  from.text("profile", out.profile);
  from.text("region", out.region);
  from.text("endpoint_url", out.endpoint_url);
  from.text("ca_bundle", out.ca_bundle);
  from.truth("verify", out.verify_peer);
  from.text("http_proxy", out.http_proxy);
  from.text("https_proxy", out.https_proxy);
  from.text("no_proxy", out.no_proxy);
  from.number("max_connections", out.max_connections_per_origin);
  from.seconds("connect_timeout", out.connect_timeout);
  from.seconds("read_timeout", out.idle_timeout);
  from.seconds("max_idle_age", out.max_idle_age);
  from.number("max_attempts", out.max_attempts);
  from.choice<retry_mode>("retry_mode", out.retry_mode,
                          {{"standard", retry_mode::standard}, {"adaptive", retry_mode::adaptive}});
  if (from.at("access_key_id")) {
    credentials keys;
    if (!read_credentials(dict, keys)) return false;
    out.credentials = std::move(keys);
  }
  return from.good();
}

bool read_client_options(PyObject* dict, client_options& out) {
  reader from{dict};
  from.text("region", out.region);
  from.text("endpoint_url", out.endpoint_url);
  from.number("max_attempts", out.max_attempts);
  from.truth("sign", out.sign_requests);
  from.seconds("read_timeout", out.idle_timeout);
  from.seconds("operation_timeout", out.operation_timeout);
  auto& at = out.endpoint;
  from.truth("use_fips_endpoint", at.use_fips_endpoint);
  from.truth("use_dualstack_endpoint", at.use_dualstack_endpoint);
  from.truth("ignore_configured_endpoint_urls", at.ignore_configured_endpoint_urls);
  from.text("auth_scheme_preference", at.auth_scheme_preference);
  from.text("sigv4a_signing_region_set", at.sigv4a_signing_region_set);
  from.choice<account_id_mode>("account_id_endpoint_mode", at.account_id_endpoint_mode,
                               {{"preferred", account_id_mode::preferred},
                                {"required", account_id_mode::required},
                                {"disabled", account_id_mode::disabled}});
  from.choice<s3_addressing>(
      "addressing_style", at.s3.addressing_style,
      {{"auto", s3_addressing::automatic}, {"virtual", s3_addressing::virtual_host}, {"path", s3_addressing::path}});
  from.truth("use_accelerate_endpoint", at.s3.use_accelerate_endpoint);
  from.truth("s3_use_dualstack_endpoint", at.s3.use_dualstack_endpoint);
  from.truth("use_arn_region", at.s3.use_arn_region);
  from.truth("payload_signing_enabled", at.s3.payload_signing_enabled);
  from.choice<endpoint_scope>("us_east_1_regional_endpoint", at.s3.us_east_1_regional_endpoint,
                              {{"regional", endpoint_scope::regional}, {"legacy", endpoint_scope::legacy}});
  return from.good();
}

bool read_role_options(PyObject* dict, assume_role_options& out) {
  reader from{dict};
  from.text("session_name", out.session_name);
  from.text("external_id", out.external_id);
  from.seconds("duration", out.duration);
  from.text("mfa_serial", out.mfa_serial);
  from.text("policy", out.policy);
  from.text("source_identity", out.source_identity);
  return from.good();
}

}  // namespace aloft::python
