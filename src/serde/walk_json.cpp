#include "serde/push.hpp"
#include "serde/walk.hpp"

#include <boost/json/value.hpp>

namespace aloft::serde {

result<void> walk(const model::shape& shape, const boost::json::value& input, shape_sink& sink,
                  const walk_options& options) {
  input_fitter fitter{
      shape,
      &sink,
      {.validate = false, .body_only = options.body_only, .idempotency_token = options.idempotency_token}};
  push(input, fitter);
  return fitter.outcome();
}

}  // namespace aloft::serde
