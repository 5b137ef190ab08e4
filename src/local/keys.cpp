#include "local/keys.hpp"

#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

#include <algorithm>

namespace aloft::local {

void key_store::add(known_key key) {
  const std::lock_guard lock{mutex_};
  auto id = key.id;
  keys_.insert_or_assign(std::move(id), std::move(key));
}

std::optional<known_key> key_store::find(std::string_view id) const {
  const std::lock_guard lock{mutex_};
  auto found = keys_.find(id);
  return found != keys_.end() ? std::optional{found->second} : std::nullopt;
}

known_key user_key(const access_key& stated, const account& owner) {
  known_key key;
  key.id = stated.id;
  key.secret = stated.secret;
  key.session_token = stated.session_token;
  key.denied = stated.denied;
  key.caller.account_id = owner.id;
  key.caller.arn = "arn:aws:iam::" + owner.id + ":user/" + stated.user_name;
  // AWS's unique ids are 21 upper-case characters; the same name always gets the same one.
  std::string digest = crypto::to_hex(crypto::sha256(stated.user_name).view()).substr(0, 17);
  std::ranges::transform(digest, digest.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
  key.caller.user_id = "AIDA" + digest;
  return key;
}

}  // namespace aloft::local
