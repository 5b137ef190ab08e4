"""What other libraries call it: boto3async, aboto3, aiobotocore."""
