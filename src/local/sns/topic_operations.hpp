#pragma once
// SNS's operations on the topics of a region, by subject. Each is called with the region's lock held, throws api_error,
// and changes nothing when it refuses.

#include "local/operation.hpp"
#include "local/sns/region_topics.hpp"

#include <boost/json/object.hpp>

namespace aloft::local::sns {

// topics.cpp
boost::json::object create_topic(region_topics&, const input&, const call_context&);
boost::json::object delete_topic(region_topics&, const input&, const call_context&);
boost::json::object list_topics(region_topics&, const input&, const call_context&);
boost::json::object get_topic_attributes(region_topics&, const input&, const call_context&);
boost::json::object set_topic_attributes(region_topics&, const input&, const call_context&);
boost::json::object tag_resource(region_topics&, const input&, const call_context&);
boost::json::object untag_resource(region_topics&, const input&, const call_context&);
boost::json::object list_tags_for_resource(region_topics&, const input&, const call_context&);
// subscriptions.cpp
boost::json::object subscribe(region_topics&, const input&, const call_context&);
boost::json::object confirm_subscription(region_topics&, const input&, const call_context&);
boost::json::object unsubscribe(region_topics&, const input&, const call_context&);
boost::json::object list_subscriptions(region_topics&, const input&, const call_context&);
boost::json::object list_subscriptions_by_topic(region_topics&, const input&, const call_context&);
boost::json::object get_subscription_attributes(region_topics&, const input&, const call_context&);
boost::json::object set_subscription_attributes(region_topics&, const input&, const call_context&);
// publish.cpp
boost::json::object publish(region_topics&, const input&, const call_context&);
boost::json::object publish_batch(region_topics&, const input&, const call_context&);

}  // namespace aloft::local::sns
