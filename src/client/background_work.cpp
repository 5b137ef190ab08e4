#include <aloft/background_work.hpp>

#include "flow/blocking_pool.hpp"

#include <utility>

namespace aloft {

bool run_in_background(std::function<void()> work) { return flow::blocking_pool::of_process().run(std::move(work)); }

}  // namespace aloft
