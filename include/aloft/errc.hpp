#pragma once
// The codes of aloft's own errors, for comparison: `if (failure.code() == errc::no_region)`. Codes of AWS are those of
// the services' models and come as they were sent. A code that stands here keeps its text.

#include <string_view>

namespace aloft::errc {

// usage: a mistake of the caller, nothing was sent
inline constexpr std::string_view ambiguous_service{"AmbiguousService"};
inline constexpr std::string_view body_failed{"BodyFailed"};
inline constexpr std::string_view body_file{"BodyFile"};
inline constexpr std::string_view body_length_mismatch{"BodyLengthMismatch"};
inline constexpr std::string_view body_length_required{"BodyLengthRequired"};
inline constexpr std::string_view body_not_replayable{"BodyNotReplayable"};
inline constexpr std::string_view body_too_large{"BodyTooLarge"};
inline constexpr std::string_view cannot_presign{"CannotPresign"};
inline constexpr std::string_view certificate_failed{"CertificateFailed"};
inline constexpr std::string_view earlier_message_failed{"EarlierMessageFailed"};
inline constexpr std::string_view empty_source{"EmptySource"};
inline constexpr std::string_view event_stream_not_supported{"EventStreamNotSupported"};
inline constexpr std::string_view event_stream_operation{"EventStreamOperation"};
inline constexpr std::string_view event_too_long{"EventTooLong"};
inline constexpr std::string_view executor_stopped{"ExecutorStopped"};
inline constexpr std::string_view file_changed{"FileChanged"};
inline constexpr std::string_view glacier_object{"GlacierObject"};
inline constexpr std::string_view handler_failed{"HandlerFailed"};
inline constexpr std::string_view http2_needed{"Http2Needed"};
inline constexpr std::string_view input_ended{"InputEnded"};
inline constexpr std::string_view invalid_endpoint{"InvalidEndpoint"};
inline constexpr std::string_view invalid_header{"InvalidHeader"};
inline constexpr std::string_view invalid_json{"InvalidJson"};
inline constexpr std::string_view invalid_message{"InvalidMessage"};
inline constexpr std::string_view invalid_message_structure{"InvalidMessageStructure"};
inline constexpr std::string_view invalid_option{"InvalidOption"};
inline constexpr std::string_view invalid_parameter{"InvalidParameter"};
inline constexpr std::string_view invalid_parameter_value{"InvalidParameterValue"};
inline constexpr std::string_view invalid_policy{"InvalidPolicy"};
inline constexpr std::string_view invalid_request{"InvalidRequest"};
inline constexpr std::string_view invalid_signing_option{"InvalidSigningOption"};
inline constexpr std::string_view invalid_topic{"InvalidTopic"};
inline constexpr std::string_view journal_mismatch{"JournalMismatch"};
inline constexpr std::string_view journal_unusable{"JournalUnusable"};
inline constexpr std::string_view malformed_query_string{"MalformedQueryString"};
inline constexpr std::string_view message_too_long{"MessageTooLong"};
inline constexpr std::string_view missing_parameter{"MissingParameter"};
inline constexpr std::string_view no_answer{"NoAnswer"};
inline constexpr std::string_view no_checksum{"NoChecksum"};
inline constexpr std::string_view no_event_stream{"NoEventStream"};
inline constexpr std::string_view no_input_stream{"NoInputStream"};
inline constexpr std::string_view no_payload{"NoPayload"};
inline constexpr std::string_view no_rows{"NoRows"};
inline constexpr std::string_view no_such_element{"NoSuchElement"};
inline constexpr std::string_view no_such_folder{"NoSuchFolder"};
inline constexpr std::string_view no_such_member{"NoSuchMember"};
inline constexpr std::string_view not_a_confirmation{"NotAConfirmation"};
inline constexpr std::string_view not_recorded{"NotRecorded"};
inline constexpr std::string_view object_too_large{"ObjectTooLarge"};
inline constexpr std::string_view output_file{"OutputFile"};
inline constexpr std::string_view param_validation{"ParamValidation"};
inline constexpr std::string_view payload_too_large{"PayloadTooLarge"};
inline constexpr std::string_view policy_too_large{"PolicyTooLarge"};
inline constexpr std::string_view same_place{"SamePlace"};
inline constexpr std::string_view too_many_deletions{"TooManyDeletions"};
inline constexpr std::string_view too_many_parts{"TooManyParts"};
inline constexpr std::string_view unexpected_body{"UnexpectedBody"};
inline constexpr std::string_view unknown_operation{"UnknownOperation"};
inline constexpr std::string_view unknown_parameter{"UnknownParameter"};
inline constexpr std::string_view unknown_queue{"UnknownQueue"};
inline constexpr std::string_view unknown_service{"UnknownService"};
inline constexpr std::string_view unsafe_key{"UnsafeKey"};
inline constexpr std::string_view unsupported_checksum{"UnsupportedChecksum"};
inline constexpr std::string_view would_deadlock{"WouldDeadlock"};
inline constexpr std::string_view wrong_type{"WrongType"};

// config: files, variables and models that cannot be used
inline constexpr std::string_view bad_endpoint_rules{"BadEndpointRules"};
inline constexpr std::string_view bad_partitions{"BadPartitions"};
inline constexpr std::string_view ca_bundle_unusable{"CaBundleUnusable"};
inline constexpr std::string_view config_parse_error{"ConfigParseError"};
inline constexpr std::string_view config_unreadable{"ConfigUnreadable"};
inline constexpr std::string_view corrupt_model{"CorruptModel"};
inline constexpr std::string_view corrupt_pack{"CorruptPack"};
inline constexpr std::string_view endpoint_discovery_required{"EndpointDiscoveryRequired"};
inline constexpr std::string_view invalid_container_uri{"InvalidContainerUri"};
inline constexpr std::string_view invalid_endpoint_configuration{"InvalidEndpointConfiguration"};
inline constexpr std::string_view invalid_endpoint_url{"InvalidEndpointUrl"};
inline constexpr std::string_view invalid_metadata_setting{"InvalidMetadataSetting"};
inline constexpr std::string_view invalid_model{"InvalidModel"};
inline constexpr std::string_view invalid_profile{"InvalidProfile"};
inline constexpr std::string_view invalid_proxy{"InvalidProxy"};
inline constexpr std::string_view invalid_setting{"InvalidSetting"};
inline constexpr std::string_view missing_pack{"MissingPack"};
inline constexpr std::string_view no_endpoint_rules{"NoEndpointRules"};
inline constexpr std::string_view no_region{"NoRegion"};
inline constexpr std::string_view profile_not_found{"ProfileNotFound"};
inline constexpr std::string_view tls_unusable{"TlsUnusable"};
inline constexpr std::string_view unreadable_models{"UnreadableModels"};
inline constexpr std::string_view unreadable_pack{"UnreadablePack"};
inline constexpr std::string_view unsupported_auth_scheme{"UnsupportedAuthScheme"};
inline constexpr std::string_view unsupported_protocol{"UnsupportedProtocol"};

// credentials: no identity, or a provider that failed
inline constexpr std::string_view container_credentials_failed{"ContainerCredentialsFailed"};
inline constexpr std::string_view credential_process_failed{"CredentialProcessFailed"};
inline constexpr std::string_view credentials_provider_failed{"CredentialsProviderFailed"};
inline constexpr std::string_view credentials_timeout{"CredentialsTimeout"};
inline constexpr std::string_view expired_credentials{"ExpiredCredentials"};
inline constexpr std::string_view file_unreadable{"FileUnreadable"};
inline constexpr std::string_view invalid_credentials{"InvalidCredentials"};
inline constexpr std::string_view invalid_credentials_answer{"InvalidCredentialsAnswer"};
inline constexpr std::string_view invalid_expiration{"InvalidExpiration"};
inline constexpr std::string_view login_required{"LoginRequired"};
inline constexpr std::string_view metadata_token_refused{"MetadataTokenRefused"};
inline constexpr std::string_view mfa_required{"MfaRequired"};
inline constexpr std::string_view no_bearer_token{"NoBearerToken"};
inline constexpr std::string_view no_credentials{"NoCredentials"};
inline constexpr std::string_view no_service_calls{"NoServiceCalls"};
inline constexpr std::string_view partial_credentials{"PartialCredentials"};
inline constexpr std::string_view signing_failed{"SigningFailed"};
inline constexpr std::string_view sso_login_required{"SsoLoginRequired"};
inline constexpr std::string_view token_only{"TokenOnly"};

// connect: no connection, or none that lasted until an answer began
inline constexpr std::string_view certificate_rejected{"CertificateRejected"};
inline constexpr std::string_view connection_closed{"ConnectionClosed"};
inline constexpr std::string_view connection_failed{"ConnectionFailed"};
inline constexpr std::string_view connection_refused{"ConnectionRefused"};
inline constexpr std::string_view connection_reset{"ConnectionReset"};
inline constexpr std::string_view http2_not_negotiated{"Http2NotNegotiated"};
inline constexpr std::string_view network_unreachable{"NetworkUnreachable"};
inline constexpr std::string_view proxy_refused{"ProxyRefused"};
inline constexpr std::string_view tls_handshake_failed{"TlsHandshakeFailed"};
inline constexpr std::string_view too_many_connections{"TooManyConnections"};
inline constexpr std::string_view unknown_host{"UnknownHost"};
inline constexpr std::string_view unsolicited_bytes{"UnsolicitedBytes"};

// timeout
inline constexpr std::string_view attempt_timeout{"AttemptTimeout"};
inline constexpr std::string_view connect_timeout{"ConnectTimeout"};
inline constexpr std::string_view idle_timeout{"IdleTimeout"};
inline constexpr std::string_view operation_timeout{"OperationTimeout"};
inline constexpr std::string_view tls_timeout{"TlsTimeout"};

// cancelled
inline constexpr std::string_view cancelled{"Cancelled"};

// protocol: an answer that cannot be understood
inline constexpr std::string_view answer_too_large{"AnswerTooLarge"};
inline constexpr std::string_view checksum_mismatch{"ChecksumMismatch"};
inline constexpr std::string_view document_too_deep{"DocumentTooDeep"};
inline constexpr std::string_view document_too_large{"DocumentTooLarge"};
inline constexpr std::string_view endpoint_discovery_failed{"EndpointDiscoveryFailed"};
inline constexpr std::string_view header_too_large{"HeaderTooLarge"};
inline constexpr std::string_view invalid_notification{"InvalidNotification"};
inline constexpr std::string_view malformed_response{"MalformedResponse"};
inline constexpr std::string_view no_result{"NoResult"};
inline constexpr std::string_view no_upload_id{"NoUploadId"};
inline constexpr std::string_view object_changed{"ObjectChanged"};
inline constexpr std::string_view policy_not_kept{"PolicyNotKept"};
inline constexpr std::string_view sha1_not_allowed{"Sha1NotAllowed"};
inline constexpr std::string_view signature_mismatch{"SignatureMismatch"};
inline constexpr std::string_view stale_notification{"StaleNotification"};
inline constexpr std::string_view stream_ended{"StreamEnded"};
inline constexpr std::string_view truncated_document{"TruncatedDocument"};
inline constexpr std::string_view truncated_response{"TruncatedResponse"};
inline constexpr std::string_view unexpected_topic{"UnexpectedTopic"};
inline constexpr std::string_view unreadable_answer{"UnreadableAnswer"};
inline constexpr std::string_view unreadable_event{"UnreadableEvent"};
inline constexpr std::string_view unsorted_listing{"UnsortedListing"};
inline constexpr std::string_view untrusted_certificate{"UntrustedCertificate"};
inline constexpr std::string_view untrusted_url{"UntrustedUrl"};
inline constexpr std::string_view value_too_long{"ValueTooLong"};
inline constexpr std::string_view wrong_range{"WrongRange"};

}  // namespace aloft::errc
