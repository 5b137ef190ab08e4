#include "local/engine.hpp"

#include "aloft/base64.hpp"
#include "crypto/uuid.hpp"
#include "local/api_error.hpp"
#include "local/ec2/ec2_backend.hpp"
#include "local/ec2/seed.hpp"
#include "local/lambda/lambda_backend.hpp"
#include "local/open_call.hpp"
#include "local/options_check.hpp"
#include "local/region_facts.hpp"
#include "local/required.hpp"
#include "local/s3/s3_answers.hpp"
#include "local/s3/s3_backend.hpp"
#include "local/service_wording.hpp"
#include "local/sns/sns_backend.hpp"
#include "local/sqs/sqs_backend.hpp"
#include "local/sts/sts_backend.hpp"
#include "local/synthetic/synthetic_backend.hpp"
#include "local/wildcards.hpp"
#include "serde/query_reader.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <utility>

namespace aloft::local {
namespace {

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

struct exchange {
  exchange(http_request received, std::chrono::system_clock::time_point when)
      : request{std::move(received)}, started{when}, now{when} {}

  http_request request;
  std::chrono::system_clock::time_point started, now;
  std::string request_id = crypto::make_uuid();
  std::optional<auth::signature_claim> signature = {};
  std::optional<open_call> open = {};  ///< instead of a signature
  const engine::served* service = nullptr;
  const protocol::server_protocol* protocol = nullptr;
  known_key key = {};
  protocol::server_call call = {};
  answer result = {};
  bool suspended = false;
  std::shared_ptr<diversion> body = nullptr;

  bool ec2() const noexcept { return service->backend->name() == "ec2"; }
};

engine::engine(const server_options& options, std::shared_ptr<const model::catalog> catalog, sqs::backend& queues)
    : catalog_{std::move(catalog)},
      account_{options.account_id, {options.opted_in.begin(), options.opted_in.end()}},
      paths_{queues, options.check_queue_policies, [this](http_request request) { carry(std::move(request)); }},
      synthesis_{options.synthesize},
      verifier_{keys_, user_key(keys_of(options).front(), account_), options.verify_signatures} {
  for (const auto& key : keys_of(options)) keys_.add(user_key(key, account_));
}

result<std::unique_ptr<engine>> engine::make(const server_options& options,
                                             std::shared_ptr<const model::catalog> catalog) {
  if (auto fine = check(options); !fine) return fine.error();
  auto faults = fault_plan::parse(options.faults, options.fault_seed);
  if (!faults) return faults.error();
  auto queues = std::make_unique<sqs::backend>();
  std::unique_ptr<engine> made{new engine{options, std::move(catalog), *queues}};
  made->faults_ = *std::move(faults);
  if (auto added = made->add(std::make_unique<ec2::backend>(made->account_, options.seed ? ec2::plant : nullptr));
      !added)
    return added.error();
  if (auto added = made->add(std::make_unique<lambda::backend>(options.functions)); !added) return added.error();
  auto objects = s3::backend::open(options.data);
  if (!objects) return objects.error();
  if (auto added = made->add(*std::move(objects)); !added) return added.error();
  made->services_.back().s3 = true;
  made->s3_routes_.emplace(*made->services_.back().model);
  if (auto added = made->add(std::make_unique<sns::backend>(made->paths_)); !added) return added.error();
  if (auto added = made->add(std::move(queues)); !added) return added.error();
  if (auto added = made->add(std::make_unique<sts::backend>(made->keys_)); !added) return added.error();
  return made;
}

result<void> engine::add(std::unique_ptr<service_backend> backend) {
  auto model = catalog_->find_service(backend->name());
  if (!model) return model.error();
  services_.push_back({*std::move(model), std::move(backend)});
  return {};
}

std::shared_ptr<diversion> engine::divert(const http_request& head, std::chrono::system_clock::time_point now) {
  if (synthesis_ || head.method != "PUT" || !s3::is_asked(head)) return nullptr;
  const auto& service = *find_by_signing_name("s3");
  auto made = std::make_shared<diversion>();
  try {
    const auto claim = s3::read_s3_claim(head);
    made->key = verify(head, claim, service, now, true);
    made->to = service.backend->intake(head, claim, made->key->secret);
    if (!made->to) return nullptr;
  } catch (const api_error& failure) {
    made->refusal = failure;
  } catch (const std::exception& failure) {
    made->refusal = api_error{500, "InternalError", failure.what()};
  }
  return made;
}

answer engine::handle(http_request request, std::chrono::system_clock::time_point now,
                      std::shared_ptr<diversion> body) {
  if (auto file = find_file(request)) {
    answer found;
    found.response = *std::move(file);
    return found;
  }
  const auto call = std::make_shared<exchange>(std::move(request), now);
  if (!body && (body = divert(call->request, now)) && body->to) body->to->take(call->request.body);
  call->body = std::move(body);
  return finish(call, [this](exchange& x) {
    route(x);
    authenticate(x);
    parse(x);
    apply_faults(x);
    if (x.result.fault.kind == fault_kind::garbage) return;
    authorize(x);
    check_input(x);
    run(x);
  });
}

answer engine::resume(answer pending, std::chrono::system_clock::time_point now) {
  const auto call = std::move(pending.pending);
  call->result = std::move(pending);
  call->now = now;
  return finish(call, [this](exchange& x) { run(x); });
}

template <class Steps>
answer engine::finish(const std::shared_ptr<exchange>& x, const Steps& steps) {
  try {
    x->suspended = false;
    steps(*x);
  } catch (const api_error& failure) {
    x->result.response = refuse(*x, failure);
    x->result.body = nullptr;
  } catch (const std::exception& failure) {
    x->result.response = refuse(*x, api_error{500, "InternalFailure", failure.what()});
  }
  auto made = std::move(x->result);
  if (x->suspended) made.pending = x;
  return made;
}

void engine::route(exchange& x) {
  // Errors before the service is known are written in the manner of the one whose API version the request names.
  if (!synthesis_ && s3::is_asked(x.request)) {
    x.service = find_by_signing_name("s3");
    x.signature = s3::read_s3_claim(x.request);
    return;
  }
  x.service = find_by_version(x.request);
  if ((x.open = read_open_call(x.request))) {
    x.signature.emplace();
    x.signature->region = x.open->region;
    x.signature->service = "sns";
  } else {
    x.signature = read_claim(x.request);
  }
  const auto* scoped = find_by_signing_name(x.signature->service);
  if (x.service == nullptr) x.service = scoped;
  if (const auto* made_up = find_synthetic(x.signature->service, x.request)) x.service = made_up;
  if (x.service == nullptr) {
    std::string there;
    for (const auto& one : services_) there += (there.empty() ? "" : ", ") + std::string{one.backend->name()};
    throw api_error{
        501, "NotImplemented",
        join({"The embedded AWS does not have the service \"", x.signature->service, "\"; it has ", there})};
  }
}

void engine::authenticate(exchange& x) {
  if (x.open) {
    x.key.caller.account_id = x.open->account_id;
    return;
  }
  if (x.body && x.body->refusal) throw *x.body->refusal;
  x.key = x.body && x.body->key ? *x.body->key : verify(x.request, *x.signature, *x.service, x.now, false);
  const auto* region = find_region(x.signature->region);
  if (region == nullptr || (region->opt_in && !account_.enabled(region->name))) {  // its identities are not known there
    if (x.ec2()) throw api_error{401, "AuthFailure", "AWS was not able to validate the provided access credentials"};
    throw api_error{403, "InvalidClientTokenId", "The security token included in the request is invalid"};
  }
}

known_key engine::verify(const http_request& request, const auth::signature_claim& claim, const served& service,
                         std::chrono::system_clock::time_point now, bool body_is_later) {
  const std::lock_guard lock{mutex_};
  return verifier_.verify(request, claim, service.model->metadata().signing_name, now, body_is_later);
}

void engine::parse(exchange& x) {
  auto protocol = protocol::detect(*x.service->model, x.request);
  if (!protocol) throw api_error{400, protocol.error().code(), protocol.error().message()};
  x.protocol = *protocol;
  const auto parsed = [&] {
    if (!x.service->s3) return x.protocol->parse(*x.service->model, x.request);
    const auto asked = s3_routes_->find(x.request);
    return x.protocol->parse_as(*asked.operation, asked.labels, x.request);
  };
  auto call = parsed();
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
    case fault_kind::error:
    case fault_kind::unavailable: throw fault_refusal(*x.result.fault.kind, x.service->backend->name());
    case fault_kind::garbage:
      x.result.response.status = 200;
      x.result.response.headers.add("Content-Type", "text/html");
      x.result.response.body = "<html><p>This is <b>no answer of AWS</p>";
      return;
    case fault_kind::delay:
    case fault_kind::stall:
    case fault_kind::close:
    case fault_kind::corrupt:
    case fault_kind::truncate: return;  // the connection's part
    case fault_kind::partial:
    case fault_kind::error200:
    case fault_kind::duplicate: return;  // the operation's part
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
    throw api_error{x.service->s3 ? 501 : 400, x.service->s3 ? "NotImplemented" : "UnsupportedOperation",
                    join({"The embedded AWS does not have ", x.service->backend->name(), " ", x.call.operation->name,
                          "; it has ", list_of(there)})};
  if (!x.service->judges) return;
  if (x.call.operation->input != nullptr) {
    const auto missing = missing_member(*x.call.operation->input, x.call.input);
    if (!missing.empty()) throw absent_member(missing, x.service->backend->name());
  }
  if (x.ec2() && input{x.call.input}.flag("DryRun"))
    throw api_error{412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set."};
}

namespace {

/// The bytes of a member that streams, which are not part of the output's document.
std::string take_stream(const model::operation& of, boost::json::object& output) {
  if (of.output_stream == nullptr) return {};
  std::string bytes;
  const auto* value = output.if_contains(of.output_stream->name);
  if (value != nullptr && value->is_string()) bytes = from_base64(value->get_string()).value_or("");
  output.erase(of.output_stream->name);
  return bytes;
}

}  // namespace

/// The fault plan, asked about entries and messages of one request.
class engine::request_item_faults final : public item_faults {
 public:
  request_item_faults(engine& of, const exchange& x) noexcept : engine_{of}, x_{x} {}
  bool hit(fault_kind kind) override {
    const std::lock_guard lock{engine_.mutex_};
    return engine_.faults_.hit(kind, x_.signature->region, x_.service->backend->name(), x_.call.operation->name);
  }

 private:
  engine& engine_;
  const exchange& x_;
};

void engine::run(exchange& x) {
  request_item_faults faults{*this, x};
  const auto endpoint = x.request.scheme + "://" + x.request.authority();
  const call_context context{x.key.caller,
                             x.signature->region,
                             timestamp::from(x.now),
                             timestamp::from(x.started),
                             endpoint,
                             x.result.wait.kept,
                             &faults,
                             x.body ? x.body->to.get() : nullptr};
  auto made = x.service->backend->run(x.call.operation->name, input{x.call.input}, context);
  if (auto* wait = std::get_if<suspension>(&made)) {
    x.suspended = true;
    x.result.wait = std::move(*wait);
    return;
  }
  auto* full = std::get_if<full_output>(&made);
  boost::json::value output =
      full != nullptr ? std::move(full->output) : std::get<boost::json::object>(std::move(made));
  auto body = take_stream(*x.call.operation, output.get_object());
  auto rendered = x.protocol->render(*x.call.operation, output, x.request_id, std::move(body));
  if (!rendered) throw api_error{500, "InternalFailure", rendered.error().message()};
  x.result.response = *std::move(rendered);
  if (x.service->s3) s3::finish_answer(x.result.response, x.request_id);
  if (full == nullptr) return;
  if (full->status != 0) x.result.response.status = full->status;
  if (!full->document.empty()) {
    x.result.response.body = std::move(full->document);
    x.result.response.headers.set("Content-Type", "application/xml");
  }
  x.result.body = std::move(full->body);
  x.result.head_only = full->head_only;
}

std::optional<http_response> engine::find_file(const http_request& request) const {
  if (request.method != "GET" || !request.path.ends_with(".pem")) return std::nullopt;
  http_response found;
  found.status = 200;
  if (request.path == paths_.signer().path())
    found.body = paths_.signer().certificate();
  else if (request.path == "/notification-authority.pem")
    found.body = paths_.signer().authority();
  else
    return std::nullopt;
  found.headers.add("Content-Type", "application/x-pem-file");
  return found;
}

void engine::deliver_by(sns::outbox carrier) {
  const std::lock_guard lock{mutex_};
  carrier_ = std::move(carrier);
}

void engine::carry(http_request request) {
  sns::outbox carrier;
  {
    const std::lock_guard lock{mutex_};
    carrier = carrier_;
  }
  if (carrier) carrier(std::move(request));
}

const engine::served* engine::find_by_signing_name(std::string_view name) const noexcept {
  for (const auto& one : services_)
    if (one.model->metadata().signing_name == name) return &one;
  return nullptr;
}

const engine::served* engine::find_synthetic(std::string_view signing_name, const http_request& request) {
  if (!synthesis_ || signing_name == "sts") return nullptr;
  const std::lock_guard lock{mutex_};
  if (!index_) index_ = std::make_unique<synthetic::service_index>(*catalog_);
  auto model = index_->find(signing_name, request);
  if (!model) return nullptr;
  auto& found = synthetic_[model.get()];
  if (!found) {
    const auto embedded = std::ranges::find_if(services_, [&](const served& one) { return one.model == model; });
    auto* real = embedded != services_.end() ? embedded->backend.get() : nullptr;
    found =
        std::make_unique<served>(served{model, std::make_unique<synthetic::backend>(model, *synthesis_, real), false});
  }
  return found.get();
}

const engine::served* engine::find_by_version(const http_request& request) const {
  if (request.headers.contains("X-Amz-Target")) return nullptr;  // no form
  const auto fields = serde::parse_form(request.body.empty() ? request.query : request.body);
  if (!fields) return nullptr;
  for (const auto& [name, value] : *fields)
    for (const auto& one : services_)
      if (name == "Version" && one.model->metadata().api_version == value) return &one;
  return nullptr;
}

http_response engine::refuse(const exchange& x, const api_error& failure) const {
  const auto& service = x.service != nullptr ? *x.service->model : *services_.back().model;
  if (x.service != nullptr && x.service->s3) return s3::refusal_of(failure, x.request, x.request_id);
  const auto* protocol = x.protocol;
  if (protocol == nullptr) {
    const auto detected = protocol::detect(service, x.request);
    if (detected) protocol = *detected;
  }
  protocol::server_error stated;
  stated.code = failure.code();
  stated.query_code = failure.query_code();
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
