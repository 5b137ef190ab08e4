#pragma once
// Amazon SNS as programs use it: many notifications published at once, queues subscribed, notifications that came in
// over HTTP verified. docs/sns.md tells it in order.

#include <aloft/sns_notification.hpp>
#include <aloft/sns_publish.hpp>
#include <aloft/sns_subscribe.hpp>
#include <aloft/sns_verifier.hpp>
