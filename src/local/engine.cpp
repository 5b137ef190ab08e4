#include "local/engine.hpp"

#include "crypto/uuid.hpp"
#include "local/api_error.hpp"
#include "local/characters.hpp"
#include "local/ec2/ec2_backend.hpp"
#include "local/ec2/seed.hpp"
#include "local/region_facts.hpp"
#include "local/required.hpp"
#include "local/sts/sts_backend.hpp"
#include "local/wildcards.hpp"
#include "serde/query_reader.hpp"

#include <boost/json/value.hpp>

#include <algorithm>

namespace aloft::local {
namespace {

error invalid_option(std::string message) { return {error_kind::usage, "InvalidOption", std::move(message)}; }

result<void> check(const server_options& options) {
  const bool digits = std::ranges::all_of(options.account_id, is_digit);
  if (options.account_id.size() != 12 || !digits)
    return invalid_option("account_id: \"" + options.account_id + "\" is not 12 digits");
  for (const auto& name : options.opted_in) {
    const auto* fact = find_region(name);
    if (fact == nullptr) return invalid_option("opted_in: there is no region \"" + name + "\"");
    if (!fact->opt_in) return invalid_option("opted_in: region \"" + name + "\" needs no opting in");
  }
  for (const auto& key : options.keys)
    if (key.id.empty() || key.secret.empty()) return invalid_option("keys: a key has an empty id or secret");
  return {};
}

std::vector<access_key> keys_of(const server_options& options) {
  if (!options.keys.empty()) return options.keys;
  const auto demo = demo_credentials();
  return {access_key{demo.access_key_id, demo.secret_access_key}};
}

std::string list_of(std::span<const std::string_view> names) {
  std::string text;
  for (const auto name : names) text += (text.empty() ? "" : ", ") + std::string{name};
  return text;
}

}  // namespace

credentials demo_credentials() {
  credentials demo;
  demo.access_key_id = "AKIDLOCALEXAMPLE";
  demo.secret_access_key = "local-secret-for-tests-only";
  demo.provider = "explicit";
  return demo;
}

/// One request on its way through the steps.
struct engine::exchange {
  const http_request& request;
  std::chrono::system_clock::time_point now;
  std::string request_id = crypto::make_uuid();
  std::optional<auth::signature_claim> signature = {};
  const served* service = nullptr;
  const protocol::server_protocol* protocol = nullptr;
  known_key key = {};
  protocol::server_call call = {};
  answer result = {};

  bool ec2() const noexcept { return service->backend->name() == "ec2"; }
};

engine::engine(const server_options& options, std::shared_ptr<const model::catalog> catalog)
    : catalog_{std::move(catalog)},
      account_{options.account_id, {options.opted_in.begin(), options.opted_in.end()}},
      verifier_{keys_, user_key(keys_of(options).front(), account_), options.verify_signatures} {
  for (const auto& key : keys_of(options)) keys_.add(user_key(key, account_));
}

result<std::unique_ptr<engine>> engine::make(const server_options& options,
                                             std::shared_ptr<const model::catalog> catalog) {
  if (auto fine = check(options); !fine) return fine.error();
  auto faults = fault_plan::parse(options.faults, options.fault_seed);
  if (!faults) return faults.error();
  std::unique_ptr<engine> made{new engine{options, std::move(catalog)}};
  made->faults_ = *std::move(faults);
  if (auto added = made->add(std::make_unique<ec2::backend>(made->account_, options.seed ? ec2::plant : nullptr));
      !added)
    return added.error();
  if (auto added = made->add(std::make_unique<sts::backend>(made->keys_)); !added) return added.error();
  return made;
}

result<void> engine::add(std::unique_ptr<service_backend> backend) {
  auto model = catalog_->find_service(backend->name());
  if (!model) return model.error();
  services_.push_back({*std::move(model), std::move(backend)});
  return {};
}

answer engine::handle(const http_request& request, std::chrono::system_clock::time_point now) {
  exchange x{request, now};
  try {
    route(x);
    authenticate(x);
    parse(x);
    apply_faults(x);
    if (x.result.fault.kind == fault_kind::garbage) return std::move(x.result);
    authorize(x);
    check_input(x);
    run(x);
  } catch (const api_error& failure) {
    x.result.response = refuse(x, failure);
  } catch (const std::exception& failure) {
    x.result.response = refuse(x, api_error{500, "InternalFailure", failure.what()});
  }
  return std::move(x.result);
}

void engine::route(exchange& x) const {
  // Errors before the service is known are written in the manner of the one whose API version the request names.
  x.service = find_by_version(x.request);
  x.signature = read_claim(x.request);
  const auto* scoped = find_by_signing_name(x.signature->service);
  if (x.service == nullptr) x.service = scoped;
  if (x.service == nullptr) {
    std::string there;
    for (const auto& one : services_) there += (there.empty() ? "" : ", ") + std::string{one.backend->name()};
    throw api_error{
        501, "NotImplemented",
        join({"The embedded AWS does not have the service \"", x.signature->service, "\"; it has ", there})};
  }
}

void engine::authenticate(exchange& x) {
  const auto& facts = x.service->model->metadata();
  {
    const std::lock_guard lock{mutex_};
    x.key = verifier_.verify(x.request, *x.signature, facts.signing_name, x.now);
  }
  const auto* region = find_region(x.signature->region);
  if (region == nullptr || (region->opt_in && !account_.enabled(region->name))) {  // its identities are not known there
    if (x.ec2()) throw api_error{401, "AuthFailure", "AWS was not able to validate the provided access credentials"};
    throw api_error{403, "InvalidClientTokenId", "The security token included in the request is invalid"};
  }
}

void engine::parse(exchange& x) {
  auto protocol = protocol::detect(*x.service->model, x.request);
  if (!protocol) throw api_error{400, protocol.error().code(), protocol.error().message()};
  x.protocol = *protocol;
  auto call = x.protocol->parse(*x.service->model, x.request);
  if (!call) {
    const int status = call.error().info().http_status;
    throw api_error{status != 0 ? status : 400, call.error().code(), call.error().message()};
  }
  x.call = *std::move(call);
  const std::lock_guard lock{mutex_};
  ++operations_[join({x.service->backend->name(), ".", x.call.operation->name})];
}

void engine::apply_faults(exchange& x) {
  {
    const std::lock_guard lock{mutex_};
    x.result.fault = faults_.decide(x.signature->region, x.service->backend->name(), x.call.operation->name);
  }
  if (!x.result.fault.kind) return;
  switch (*x.result.fault.kind) {
    case fault_kind::throttle:
      throw x.ec2() ? api_error{503, "RequestLimitExceeded", "Request limit exceeded."}
                    : api_error{400, "Throttling", "Rate exceeded"};
    case fault_kind::error:
      throw x.ec2()
          ? api_error{500, "InternalError", "An internal error has occurred"}
          : api_error{500, "InternalFailure", "The request processing has failed because of an unknown error"};
    case fault_kind::unavailable:
      throw x.ec2()
          ? api_error{503, "Unavailable", "The server is overloaded and can't handle the request"}
          : api_error{503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server"};
    case fault_kind::garbage:
      x.result.response.status = 200;
      x.result.response.headers.add("Content-Type", "text/html");
      x.result.response.body = "<html><p>This is <b>no answer of AWS</p>";
      return;
    case fault_kind::delay:
    case fault_kind::stall:
    case fault_kind::close:
    case fault_kind::truncate: return;  // the connection's part
  }
}

void engine::authorize(const exchange& x) const {
  const auto action = join({x.service->model->metadata().signing_name, ":", x.call.operation->name});
  const bool denied =
      std::ranges::any_of(x.key.denied, [&](const std::string& pattern) { return matches_wildcards(pattern, action); });
  if (!denied) return;
  const auto detail = join({"User: ", x.key.caller.arn, " is not authorized to perform: ", action,
                            " because no identity-based policy allows the ", action, " action"});
  if (x.ec2())
    throw api_error{403, "UnauthorizedOperation", "You are not authorized to perform this operation. " + detail};
  throw api_error{403, "AccessDenied", detail};
}

void engine::check_input(const exchange& x) const {
  const auto there = x.service->backend->operations();
  if (std::ranges::find(there, x.call.operation->name) == there.end())
    throw api_error{400, "UnsupportedOperation",
                    join({"The embedded AWS does not have ", x.service->backend->name(), " ", x.call.operation->name,
                          "; it has ", list_of(there)})};
  if (x.call.operation->input != nullptr) {
    const auto missing = missing_member(*x.call.operation->input, x.call.input);
    if (!missing.empty() && x.ec2()) throw missing_parameter(missing);
    if (!missing.empty())
      throw api_error{"ValidationError", join({"1 validation error detected: Value null at '", missing,
                                               "' failed to satisfy constraint: Member must not be null"})};
  }
  if (x.ec2() && input{x.call.input}.flag("DryRun"))
    throw api_error{412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set."};
}

void engine::run(exchange& x) const {
  const call_context context{x.key.caller, x.signature->region, timestamp::from(x.now)};
  const boost::json::value output = x.service->backend->run(x.call.operation->name, input{x.call.input}, context);
  auto rendered = x.protocol->render(*x.call.operation, output, x.request_id);
  if (!rendered) throw api_error{500, "InternalFailure", rendered.error().message()};
  x.result.response = *std::move(rendered);
}

const engine::served* engine::find_by_signing_name(std::string_view name) const noexcept {
  for (const auto& one : services_)
    if (one.model->metadata().signing_name == name) return &one;
  return nullptr;
}

const engine::served* engine::find_by_version(const http_request& request) const {
  const auto fields = serde::parse_form(request.body.empty() ? request.query : request.body);
  if (!fields) return nullptr;
  for (const auto& [name, value] : *fields)
    for (const auto& one : services_)
      if (name == "Version" && one.model->metadata().api_version == value) return &one;
  return nullptr;
}

http_response engine::refuse(const exchange& x, const api_error& failure) const {
  const auto& service = x.service != nullptr ? *x.service->model : *services_.back().model;
  const auto* protocol = x.protocol;
  if (protocol == nullptr) {
    const auto detected = protocol::detect(service, x.request);
    if (detected) protocol = *detected;
  }
  protocol::server_error stated;
  stated.code = failure.code();
  stated.message = failure.message();
  stated.status = failure.status();
  stated.sender_fault = failure.status() < 500;
  if (protocol != nullptr) return protocol->render_error(service, x.call.operation, stated, x.request_id);
  http_response plain;
  plain.status = failure.status();
  plain.headers.add("Content-Type", "text/plain");
  plain.body = failure.code() + ": " + failure.message();
  return plain;
}

void engine::inject(fault_plan faults) {
  const std::lock_guard lock{mutex_};
  faults_ = std::move(faults);
}

std::map<std::string, std::uint64_t> engine::operations() const {
  const std::lock_guard lock{mutex_};
  return operations_;
}

}  // namespace aloft::local
