#include "serde/validate.hpp"

#include "serde/push.hpp"

#include <boost/json/value.hpp>

namespace aloft::serde {

result<void> validate(const model::shape& shape, const boost::json::value& input) {
  input_fitter fitter{shape, nullptr};
  push(input, fitter);
  return fitter.outcome();
}

}  // namespace aloft::serde
