#include "auth/chain_signer.hpp"

#include "auth/signing_key.hpp"
#include "crypto/hex.hpp"

namespace aloft::auth {
namespace {

// The ":date" header as an event stream carries it: length and text of the name, type 8, milliseconds since 1970.
std::string encoded_date_header(std::chrono::system_clock::time_point time) {
  std::string header{"\x05:date\x08", 7};
  const auto milliseconds =
      static_cast<std::uint64_t>(std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count());
  for (int shift = 56; shift >= 0; shift -= 8) header += static_cast<char>(milliseconds >> shift & 0xff);
  return header;
}

}  // namespace

chain_signer::chain_signer(const credentials& identity, const signing_options& options, const signature& seed,
                           signing_key_cache& cache)
    : identity_{identity}, options_{options}, cache_{cache}, previous_{seed.text()} {
  date_.set(options.time);
  key_ = cache.keys().sigv4(identity, date_.day(), options.region, options.service);
}

crypto::sha256_value chain_signer::sign(std::string_view kind, std::string_view digests) {
  text_.assign(name_of(options_.algorithm)).append(1, '-').append(kind).append(1, '\n');
  text_.append(date_.time()).append(1, '\n');
  append_scope(text_, options_, date_);
  text_.append(1, '\n').append(previous_).append(1, '\n').append(digests);
  const crypto::sha256_value made = key_->sign(text_);
  previous_.clear();
  crypto::append_hex(previous_, made.view());
  return made;
}

std::string_view chain_signer::sign_chunk(std::string_view chunk) { return sign_chunk(crypto::sha256(chunk)); }

std::string_view chain_signer::sign_chunk(const crypto::sha256_value& digest) {
  digests_.clear();
  crypto::append_hex(digests_, crypto::sha256({}).view());
  digests_ += '\n';
  crypto::append_hex(digests_, digest.view());
  sign("PAYLOAD", digests_);
  return previous_;
}

std::string_view chain_signer::sign_trailer(std::string_view fields) {
  digests_.clear();
  crypto::append_hex(digests_, crypto::sha256(fields).view());
  sign("TRAILER", digests_);
  return previous_;
}

crypto::sha256_value chain_signer::sign_event(std::string_view payload, std::chrono::system_clock::time_point time) {
  const std::string day{date_.day()};
  date_.set(time);
  if (date_.day() != day) key_ = cache_.keys().sigv4(identity_, date_.day(), options_.region, options_.service);
  digests_.clear();
  crypto::append_hex(digests_, crypto::sha256(encoded_date_header(time)).view());
  digests_ += '\n';
  crypto::append_hex(digests_, crypto::sha256(payload).view());
  return sign("PAYLOAD", digests_);
}

}  // namespace aloft::auth
