#include "cli/help/help.hpp"
#include "cli/options/global_options.hpp"

namespace aloft::cli {

std::string program_help() {
  return R"(aloft: every operation of every AWS service, in as many regions at once as you like

Usage
  aloft SERVICE OPERATION [--parameter VALUE ...]     one call; parameters as the AWS CLI takes them
  aloft SERVICE OPERATION --regions all|'eu-*'|A,B    the same call in all these regions at once
  aloft SERVICE OPERATION --profiles all|'prod-*'|A,B as all these profiles at once, in one region or --regions
  aloft ec2 rules [--regions LIST]                    every security-group rule as one flat table
  aloft compare SERVICE OPERATION --regions LIST      one after another, on threads, asynchronously: what each costs
  aloft local [--port N] [--latency 80ms]             an AWS of your own on this machine, for trying and testing
  aloft whoami                                        account, ARN, region, and where the credentials come from
  aloft configure list                                every setting and where it was found
  aloft configure export-credentials [--format env]   credentials for shells and other programs
  aloft exec --profile NAME -- COMMAND                a command with the profile's credentials
  aloft s3 presign s3://BUCKET/KEY                    a URL that anybody may read until it expires; --presign for others
  aloft sign --service NAME FILE|URL                  any HTTP request signed, for other programs and for debugging
  aloft services [SERVICE]                            the services there are; the operations of one
  aloft [SERVICE [OPERATION]] help                    this text; what a service or an operation knows

Options (anywhere on the line)
)" + global_options_help() +
         R"(
Exit status
  0 done, 1 some regions or profiles failed, 130 interrupted, 252 wrong command line, 253 wrong or missing configuration
  or credentials, 254 AWS answered with an error, 255 anything else

Examples
  aloft ec2 describe-vpcs --filters Name=is-default,Values=true --output table
  aloft ec2 describe-instances --regions all --output ndjson
  aloft sts get-caller-identity --profile staging
  aloft ec2 describe-instances --profiles 'prod-*' --regions all --output ndjson
  aloft ec2 create-security-group --group-name web --description 'the web' --print-request curl
)";
}

}  // namespace aloft::cli
