// Backs up a folder to a bucket, says what was done, and shows an object of it:
//
//   s3_transfer FOLDER BUCKET
//
// Ask an emulator instead of AWS by AWS_ENDPOINT_URL.

#include <aloft/s3_sync.hpp>
#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <iostream>

namespace asio = boost::asio;
namespace s3 = aloft::s3;

asio::awaitable<void> back_up(std::string folder, std::string bucket) {
  aloft::session session{co_await asio::this_coro::executor};
  const s3::transfers transfers{session.client("s3")};

  s3::tree_options how;
  how.compare = s3::comparison::size_time;
  how.delete_extra = true;
  how.on_event = [](const s3::tree_event& what) {
    std::cout << to_string(what.action) << ' ' << what.key;
    if (what.failure) std::cout << ": " << what.failure->message();
    std::cout << '\n';
  };
  const s3::tree_place from{.folder = folder}, to{.bucket = bucket, .prefix = "backup/"};
  const auto counts = co_await s3::sync(transfers, from, to, how);
  std::cout << counts.transferred << " transferred, " << counts.same << " were there, " << counts.removed
            << " removed\n";

  // The objects of the backup, a page at a time, and the bytes of the first of them.
  const auto listing = s3::read_tree(transfers, to);
  const auto objects = co_await listing->next();
  if (!objects) throw objects.error();
  if (objects->empty()) co_return;
  const s3::piece_sink print = [](std::string_view piece) -> asio::awaitable<aloft::result<void>> {
    std::cout << piece;
    co_return aloft::result<void>{};
  };
  s3::object_place first{bucket, "backup/" + objects->front().key};
  const auto shown = co_await transfers.try_read(first, print);
  if (!shown) throw shown.error();
}

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "usage: s3_transfer FOLDER BUCKET\n";
    return 2;
  }
  asio::io_context context;
  int status = 0;
  asio::co_spawn(context, back_up(arguments[1], arguments[2]), [&](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const std::exception& failure) {
      std::cerr << failure.what() << '\n';
      status = 1;
    }
  });
  context.run();
  return status;
}
