#pragma once
// A shared constant that may be part of an option written inside a co_await expression.
//
// GCC 12 copies the members of a plain struct that is made inside a co_await expression byte by byte, and destroys both
// the original and the copy at the end of the expression. A std::string breaks by the copying (its short texts point
// into itself), a std::shared_ptr by the second destruction. Options are such members:
// `co_await session.client("ec2", {.region = "eu-west-1"}).call(…)`. This type knows where it was made, so a copy that
// no constructor made can be read and copied from, and owns nothing.

#include <memory>
#include <utility>

namespace aloft {

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ == 12

/// A pointer to a constant, or null; copies share it. Thread-safe as std::shared_ptr is.
template <class T>
class shared_value {
 public:
  shared_value() noexcept : held_{}, made_at_{this} {}
  explicit shared_value(std::shared_ptr<const T> held) noexcept : held_{std::move(held)}, made_at_{this} {}
  // No moving: it would leave the original empty-handed or, moved from a copy, with what the copy gave away.
  shared_value(const shared_value& other) noexcept : held_{other.held_}, made_at_{this} {}
  shared_value& operator=(const shared_value& other) noexcept {
    if (made_at_ == this) {
      held_ = other.held_;
    } else {  // what a copy by bytes holds is the original's to release
      std::construct_at(&held_, other.held_);
      made_at_ = this;
    }
    return *this;
  }
  ~shared_value() {
    if (made_at_ == this) std::destroy_at(&held_);
  }

  const T* get() const noexcept { return held_.get(); }
  explicit operator bool() const noexcept { return held_ != nullptr; }

 private:
  union {
    std::shared_ptr<const T> held_;  // in a union, to be destroyed by hand
  };
  const shared_value* made_at_;
};

#else

/// A pointer to a constant, or null; copies share it. Thread-safe as std::shared_ptr is.
template <class T>
class shared_value {
 public:
  shared_value() noexcept = default;
  explicit shared_value(std::shared_ptr<const T> held) noexcept : held_{std::move(held)} {}

  const T* get() const noexcept { return held_.get(); }
  explicit operator bool() const noexcept { return held_ != nullptr; }

 private:
  std::shared_ptr<const T> held_;
};

#endif

}  // namespace aloft
