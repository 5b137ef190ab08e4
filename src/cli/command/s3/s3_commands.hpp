#pragma once
// The commands of `aloft s3`, as a person thinks of S3: objects and files, not operations. See commands.hpp.

#include <aloft/s3_transfer.hpp>
#include "cli/console.hpp"
#include "cli/options/global_options.hpp"

#include <boost/asio/awaitable.hpp>

namespace aloft::cli {

/// `aloft s3 cp`, `mv`, `sync`.
int run_s3_transfer(const global_options& options, console& out);
/// `aloft s3 rm`.
int run_s3_rm(const global_options& options, console& out);
/// `aloft s3 ls`, `aloft s3 du`.
int run_s3_ls(const global_options& options, console& out);
int run_s3_du(const global_options& options, console& out);
/// `aloft s3 mb`, `aloft s3 rb`.
int run_s3_mb(const global_options& options, console& out);
int run_s3_rb(const global_options& options, console& out);
/// `aloft s3 cat`, `aloft s3 pipe`.
int run_s3_cat(const global_options& options, console& out);
int run_s3_pipe(const global_options& options, console& out);
/// `aloft s3 uploads`, `aloft s3 verify`.
int run_s3_uploads(const global_options& options, console& out);
int run_s3_verify(const global_options& options, console& out);

/// `aloft s3 run FILE`: one of cp, mv, sync, rm a line.
int run_s3_run(const global_options& options, console& out);

/// An object to the standard output.
boost::asio::awaitable<result<s3::object_info>> read_to_output(s3::transfers by, s3::object_place from,
                                                               s3::object_settings what, console& out);

}  // namespace aloft::cli
