#include "config/token_chain.hpp"

#include "config/providers/profile_plan.hpp"
#include "config/providers/sso.hpp"

namespace aloft::config {
namespace asio = boost::asio;
namespace {

class fixed_token final : public credentials_provider {
 public:
  fixed_token(std::string token, std::string provider) {
    identity_.bearer_token = std::move(token);
    identity_.provider = std::move(provider);
  }
  std::string_view name() const noexcept override { return identity_.provider; }
  asio::awaitable<result<credentials>> load() override { co_return identity_; }

 private:
  credentials identity_;
};

class sso_token_provider final : public credentials_provider {
 public:
  sso_token_provider(provider_context with, sso_source from) : with_{std::move(with)}, from_{std::move(from)} {}
  std::string_view name() const noexcept override { return "sso-token"; }
  asio::awaitable<result<credentials>> load() override {
    auto token = co_await sso_token(with_, from_);
    if (!token) co_return token.error();
    credentials out;
    out.bearer_token = std::move(token->text);
    out.expiration = token->expiration;
    out.provider = "sso-token";
    co_return out;
  }

 private:
  const provider_context with_;
  const sso_source from_;
};

}  // namespace

std::optional<std::string> token_of_environment(const environment& variables, std::string_view signing_name) {
  std::string name = "AWS_BEARER_TOKEN_";
  for (const char c : signing_name) {
    if (c == ' ' || c == '-')
      name += '_';
    else
      name += c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  }
  return variables.get(name);
}

std::shared_ptr<credentials_provider> explicit_token(std::string token, std::string provider) {
  return std::make_shared<fixed_token>(std::move(token), std::move(provider));
}

result<std::shared_ptr<credentials_provider>> profile_token(provider_context with) {
  const settings& known = *with.configuration;
  auto source = sso_of_profile(*known.files(), known.profile.value);
  if (!source) return source.error();
  if (!*source) return std::shared_ptr<credentials_provider>{};
  return std::shared_ptr<credentials_provider>{
      std::make_shared<sso_token_provider>(std::move(with), std::move(**source))};
}

}  // namespace aloft::config
