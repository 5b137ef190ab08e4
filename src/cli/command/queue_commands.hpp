#pragma once
// The commands around queues and topics; see commands.hpp.

#include "cli/console.hpp"
#include "cli/options/global_options.hpp"

namespace aloft::cli {

/// `aloft sqs listen`, `drain`: a consumer; `aloft sqs send`: lines to messages.
int run_sqs_listen(const global_options& options, console& out);
int run_sqs_drain(const global_options& options, console& out);
int run_sqs_send(const global_options& options, console& out);
/// `aloft sqs redrive`, `aloft sqs allow-topic`, `aloft sqs disallow-topic`.
int run_sqs_redrive(const global_options& options, console& out);
int run_sqs_allow_topic(const global_options& options, console& out);
int run_sqs_disallow_topic(const global_options& options, console& out);

/// `aloft sns verify`, `publish-lines`, `subscribe-queue`, `listen`.
int run_sns_verify(const global_options& options, console& out);
int run_sns_publish_lines(const global_options& options, console& out);
int run_sns_subscribe_queue(const global_options& options, console& out);
int run_sns_listen(const global_options& options, console& out);

}  // namespace aloft::cli
