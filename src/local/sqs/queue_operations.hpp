#pragma once
// SQS's operations on the queues of a region, by subject. Each is called with the region's lock held, throws api_error,
// and changes nothing when it refuses.

#include "local/operation.hpp"
#include "local/sqs/region_queues.hpp"

#include <boost/json/object.hpp>

namespace aloft::local::sqs {

// queues.cpp
boost::json::object create_queue(region_queues&, const input&, const call_context&);
boost::json::object get_queue_url(region_queues&, const input&, const call_context&);
boost::json::object list_queues(region_queues&, const input&, const call_context&);
boost::json::object list_dead_letter_source_queues(region_queues&, const input&, const call_context&);
boost::json::object delete_queue(region_queues&, const input&, const call_context&);
boost::json::object purge_queue(region_queues&, const input&, const call_context&);
// queue_attributes.cpp
boost::json::object get_queue_attributes(region_queues&, const input&, const call_context&);
boost::json::object set_queue_attributes(region_queues&, const input&, const call_context&);
boost::json::object tag_queue(region_queues&, const input&, const call_context&);
boost::json::object untag_queue(region_queues&, const input&, const call_context&);
boost::json::object list_queue_tags(region_queues&, const input&, const call_context&);
// send.cpp
boost::json::object send_message(region_queues&, const input&, const call_context&);
boost::json::object send_message_batch(region_queues&, const input&, const call_context&);
// receive.cpp
outcome receive_message(region_queues&, const input&, const call_context&);
// settle.cpp
boost::json::object delete_message(region_queues&, const input&, const call_context&);
boost::json::object delete_message_batch(region_queues&, const input&, const call_context&);
boost::json::object change_message_visibility(region_queues&, const input&, const call_context&);
boost::json::object change_message_visibility_batch(region_queues&, const input&, const call_context&);
// move_tasks.cpp
boost::json::object start_message_move_task(region_queues&, const input&, const call_context&);
boost::json::object list_message_move_tasks(region_queues&, const input&, const call_context&);

}  // namespace aloft::local::sqs
