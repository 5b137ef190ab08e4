#include "runtime/signature_refusal.hpp"

#include "auth/mismatch.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace aloft::runtime {

error explain_refusal(const http_request& signed_request, const chosen_auth& how, const error& failure) {
  if (failure.code() != "SignatureDoesNotMatch") return failure;
  const bool encoded = how.scope->double_encode_path;
  // S3 has an element of its own for it, others tell it in their message.
  const auto& members = failure.info().members;
  const auto* theirs = members ? members->if_contains("CanonicalRequest") : nullptr;
  const auto difference = theirs && theirs->is_string()
                              ? auth::explain_difference(signed_request, {encoded, encoded}, theirs->get_string())
                              : auth::explain_mismatch(signed_request, {encoded, encoded}, failure.message());
  if (difference.empty()) return failure;
  return failure.with([&](error_info& info) {
    info.message.resize(std::min(info.message.find("\n\n"), info.message.size()));
    info.message += " (" + difference + ')';
  });
}

}  // namespace aloft::runtime
