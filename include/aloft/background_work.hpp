#pragma once
// Work that blocks: files, digests of much data, somebody else's library.

#include <functional>

namespace aloft {

/// Runs the work in a thread that is kept for such, in the order of the calls; threads come when there is work and go
/// when there is none, and there are never more than 32. The work must not throw, and owns what it touches: nobody
/// waits for it but who does so by an event (<aloft/concurrency.hpp>). False: there is no thread and none can be made;
/// nothing runs.
/// Thread: safe. Lifetime: work that has not begun when the process ends never begins.
bool run_in_background(std::function<void()> work);

}  // namespace aloft
