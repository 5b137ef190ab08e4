// Files that are there whole or not at all, and what is no file. The system calls that a library must not make, or
// whose refusal counts, are the test's own.
#include "runtime/output_file.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>

#include <gmock/gmock.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace {
int umask_calls = 0;
bool disk_is_full = false;
}  // namespace

extern "C" mode_t umask(mode_t mask) noexcept {
  ++umask_calls;
  return static_cast<mode_t>(::syscall(SYS_umask, mask));
}

extern "C" int fsync(int) {
  if (!disk_is_full) return 0;
  errno = ENOSPC;
  return -1;
}

namespace aloft::runtime {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

struct output_files : ::testing::Test {
  fs::path folder;
  asio::io_context context;

  output_files() {
    std::string name = (fs::temp_directory_path() / "aloft-output-XXXXXX").string();
    folder = ::mkdtemp(name.data());
  }
  ~output_files() override { fs::remove_all(folder); }

  std::string path(const std::string& name) const { return (folder / name).string(); }
  static std::string content(const std::string& of) {
    std::ostringstream text;
    text << std::ifstream{of, std::ios::binary}.rdbuf();
    return text.str();
  }
  static mode_t mode(const std::string& of) {
    struct stat about {};
    ::stat(of.c_str(), &about);
    return about.st_mode & 0777;
  }

  static asio::awaitable<result<void>> put(std::string where, std::string what) {
    auto file = co_await output_file::open(std::move(where));
    if (!file) co_return file.error();
    if (auto done = co_await file->write(what); !done) co_return done;
    co_return file->keep();
  }
  result<void> save(const std::string& where, const std::string& what) {
    auto outcome = asio::co_spawn(context, put(where, what), asio::use_future);
    context.restart();
    context.run();
    return outcome.get();
  }
};

TEST_F(output_files, new_ones_get_what_the_mask_leaves_without_touching_it) {
  const mode_t before = ::umask(027);
  umask_calls = 0;
  EXPECT_TRUE(save(path("new"), "x"));
  EXPECT_EQ(umask_calls, 0) << "the mask belongs to all threads of the program";
  EXPECT_EQ(mode(path("new")), 0640u);
  ::chmod(path("new").c_str(), 0604);
  EXPECT_TRUE(save(path("new"), "y"));
  EXPECT_EQ(mode(path("new")), 0604u);
  EXPECT_EQ(content(path("new")), "y");
  ::umask(before);
}

TEST_F(output_files, a_disk_that_refuses_in_the_end_leaves_the_file_that_was_there) {
  ASSERT_TRUE(save(path("kept"), "good"));
  disk_is_full = true;
  const auto outcome = save(path("kept"), "better");
  disk_is_full = false;
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().code(), "OutputFile");
  EXPECT_THAT(outcome.error().message(), HasSubstr(std::strerror(ENOSPC)));
  EXPECT_EQ(content(path("kept")), "good");
  EXPECT_EQ(std::distance(fs::directory_iterator{folder}, {}), 1);
}

TEST_F(output_files, names_may_be_as_long_as_they_can_be) {
  EXPECT_TRUE(save(path(std::string(255, 'n')), "x"));
  const auto folder_itself = save(folder.string(), "x");
  ASSERT_FALSE(folder_itself);
  EXPECT_THAT(folder_itself.error().message(), HasSubstr(std::strerror(EISDIR)));
}

TEST_F(output_files, a_pipe_that_nobody_reads_is_waited_for_without_blocking) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  asio::cancellation_signal stop;
  auto outcome =
      asio::co_spawn(context, put(path("pipe"), "x"), asio::bind_cancellation_slot(stop.slot(), asio::use_future));
  asio::steady_timer others{context, 30ms};  // its loop serves others meanwhile
  others.async_wait([&](boost::system::error_code) { stop.emit(asio::cancellation_type::terminal); });
  context.run();
  try {
    EXPECT_EQ(outcome.get().error().kind(), error_kind::cancelled);
  } catch (const boost::system::system_error& thrown) {
    EXPECT_EQ(thrown.code(), asio::error::operation_aborted);
  }
}

TEST_F(output_files, a_pipe_takes_all_at_the_readers_pace) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  std::string bytes(300'000, 'x');
  std::string seen;
  std::thread reader{[&] { seen = content(path("pipe")); }};
  EXPECT_TRUE(save(path("pipe"), bytes));
  reader.join();
  EXPECT_EQ(seen, bytes);
}

TEST_F(output_files, a_pipe_whose_reader_goes_is_an_error_and_no_signal) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  std::thread reader{[&] { ::close(::open(path("pipe").c_str(), O_RDONLY)); }};
  const auto outcome = save(path("pipe"), std::string(300'000, 'x'));
  reader.join();
  ASSERT_FALSE(outcome);
  EXPECT_THAT(outcome.error().message(), HasSubstr(std::strerror(EPIPE)));
}

TEST_F(output_files, devices_are_written_in_place) {
  EXPECT_TRUE(save("/dev/null", "x"));
  EXPECT_FALSE(save("/dev/full", "x"));
}

}  // namespace
}  // namespace aloft::runtime
