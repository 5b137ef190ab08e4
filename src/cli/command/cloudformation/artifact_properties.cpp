#include "cli/command/cloudformation/artifact_properties.hpp"

#include <array>

namespace aloft::cli {
namespace {

using enum artifact_form;

constexpr std::array rows{
    artifact_property{"AWS::Serverless::Function", "CodeUri", url, true, true},
    artifact_property{"AWS::Serverless::LayerVersion", "ContentUri", url, true, true},
    artifact_property{"AWS::Serverless::Api", "DefinitionUri"},
    artifact_property{"AWS::Serverless::HttpApi", "DefinitionUri"},
    artifact_property{"AWS::Serverless::StateMachine", "DefinitionUri"},
    artifact_property{"AWS::Serverless::GraphQLApi", "SchemaUri"},
    artifact_property{"AWS::Serverless::Application", "Location", template_url},
    artifact_property{"AWS::Lambda::Function", "Code", lambda_code, true, true},
    artifact_property{"AWS::Lambda::LayerVersion", "Content", lambda_code, true, true},
    artifact_property{"AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle", lambda_code},
    artifact_property{"AWS::ApiGateway::RestApi", "BodyS3Location", bucket_key},
    artifact_property{"AWS::ApiGatewayV2::Api", "BodyS3Location", bucket_key},
    artifact_property{"AWS::StepFunctions::StateMachine", "DefinitionS3Location", bucket_key},
    artifact_property{"AWS::CodeCommit::Repository", "Code.S3", bucket_key, true},
    artifact_property{"AWS::AppSync::GraphQLSchema", "DefinitionS3Location"},
    artifact_property{"AWS::AppSync::Resolver", "RequestMappingTemplateS3Location"},
    artifact_property{"AWS::AppSync::Resolver", "ResponseMappingTemplateS3Location"},
    artifact_property{"AWS::AppSync::Resolver", "CodeS3Location"},
    artifact_property{"AWS::AppSync::FunctionConfiguration", "RequestMappingTemplateS3Location"},
    artifact_property{"AWS::AppSync::FunctionConfiguration", "ResponseMappingTemplateS3Location"},
    artifact_property{"AWS::AppSync::FunctionConfiguration", "CodeS3Location"},
    artifact_property{"AWS::Glue::Job", "Command.ScriptLocation"},
    artifact_property{"AWS::CloudFormation::Stack", "TemplateURL", template_url},
    artifact_property{"AWS::CloudFormation::StackSet", "TemplateURL", template_url},
    artifact_property{"AWS::CloudFormation::ModuleVersion", "ModulePackage"},
    artifact_property{"AWS::CloudFormation::ResourceVersion", "SchemaHandlerPackage"},
    // Of the template's metadata, by the name that it has there.
    artifact_property{"AWS::ServerlessRepo::Application", "LicenseUrl"},
    artifact_property{"AWS::ServerlessRepo::Application", "ReadmeUrl"},
};

}  // namespace

std::span<const artifact_property> artifact_properties() { return rows; }

}  // namespace aloft::cli
