#include "cli/help/command_page.hpp"

#include <array>

namespace aloft::cli {
namespace {

constexpr std::string_view sign_help = R"(aloft sign

  Signs a request that another program will send, and prints it; or shows what is signed, to find out why a server
  refuses a signature. Nothing is sent.

Usage
  aloft sign --service NAME [--region REGION] [OPTION ...] [FILE]         the request as text; -: the standard input
  aloft sign --service NAME [--region REGION] [OPTION ...] [-X METHOD] [-H 'NAME: VALUE'] [-d DATA|@FILE] URL
      --service NAME        the signing name: ec2, s3, execute-api, ...
      --sigv4a              sign by SigV4a; --region is the set of regions: one, several with commas, or '*'
      --presign [--expires-in SECONDS]
                            put the signature into the URL
      --unsigned-payload    leave the body out of the signature
      --time TIME           sign as if it were then (2026-01-31T12:00:00Z, 20260131T120000Z)
      --output-format http|curl|url
                            what is printed (http)
      --show canonical-request|string-to-sign
                            print that instead (it holds the session token, where there is one)

Examples
  aloft sign --service sts --region us-east-1 'https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15'
  aloft sign --service execute-api --output-format curl -X POST --json '{"a": 1}' https://api.example.com/orders
  aloft sign --service s3 --show canonical-request request.txt
)";

constexpr std::string_view s3_presign_help = R"(aloft s3 presign

  A URL by which anybody may read an object until it expires. Nothing is sent. For other operations there is --presign:
  aloft s3 put-object --bucket B --key K --presign

Usage
  aloft s3 presign s3://BUCKET/KEY [--expires-in SECONDS]
      --expires-in   1 to 604800 seconds (3600); keys that end sooner take the URL with them
)";

constexpr std::string_view presign_post_help = R"(aloft s3 presign-post

  A form by which anybody may upload an object until it expires: the address, and fields that come before the file (field
  "file", last). Nothing is sent. With --print-request curl a command that uploads FILE.

Usage
  aloft s3 presign-post s3://BUCKET/KEY [OPTION ...]
      KEY                        '${filename}' in it is replaced by the name of the file
      --expires-in SECONDS       1 to 604800 (3600)
      --field NAME=VALUE         a field that the form must have, as acl=private; may be repeated
      --starts-with NAME=PREFIX  a field whose value must start so, as Content-Type=image/; may be repeated
      --min-size, --max-size     bytes of the file
)";

constexpr std::string_view rds_help = R"(aloft rds generate-db-auth-token

  A password for a database user that IAM decides about, good for 15 minutes. Nothing is sent.

Usage
  aloft rds generate-db-auth-token --hostname HOST --port PORT --username USER [--region REGION]
)";

constexpr std::string_view dsql_help =
    R"(aloft dsql generate-db-connect-auth-token, generate-db-connect-admin-auth-token

  A password for Aurora DSQL: for a database role linked to an IAM role, or for the role admin. Nothing is sent.

Usage
  aloft dsql generate-db-connect-auth-token --hostname HOST [--expires-in SECONDS] [--region REGION]
  aloft dsql generate-db-connect-admin-auth-token --hostname HOST [--expires-in SECONDS] [--region REGION]
      --expires-in   1 to 604800 seconds (900)
)";

constexpr std::string_view cloudfront_sign_help = R"(aloft cloudfront sign

  An address that CloudFront serves until a time, signed by a key pair of a trusted key group. Nothing is sent. Without a
  beginning and a network the policy is CloudFront's canned one, which keeps the address short.

Usage
  aloft cloudfront sign --url URL --key-pair-id ID --private-key file://FILE --date-less-than TIME [OPTION ...]

Options
  --url URL                  What is served, with its query
  --key-pair-id ID           The id of the public key at CloudFront
  --private-key file://FILE  The RSA key in PEM, without a password
  --date-less-than TIME      Until then: 2026-12-31, 2026-12-31T12:00:00Z
  --date-greater-than TIME   From then on
  --ip-address ADDRESS       Only to this address or network (203.0.113.0/24)
)";

constexpr std::array signing_commands{command_page{"sign", sign_help},
                                      command_page{"s3 presign", s3_presign_help},
                                      command_page{"s3 presign-post", presign_post_help},
                                      command_page{"rds generate-db-auth-token", rds_help},
                                      command_page{"dsql generate-db-connect-auth-token", dsql_help},
                                      command_page{"dsql generate-db-connect-admin-auth-token", dsql_help},
                                      command_page{"cloudfront sign", cloudfront_sign_help}};

}  // namespace

std::span<const command_page> signing_pages() noexcept { return signing_commands; }

}  // namespace aloft::cli
