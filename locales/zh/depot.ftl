error-store-unreachable = 我的各个部分共用的文件现在取不到，只能等一等。这不是你的错：请稍后再试。

# Variables:
#   $where (String) - a folder or the address of a bucket
doctor-depot-open = { $where } 可以存取文件，供共用它的所有进程使用。
# Variables:
#   $where (String) - a folder or the address of a bucket
#   $reason (String) - in the system's or the server's words
doctor-depot-closed = { $where }（BLOB_URL）无法用来共用文件：{ $reason }。请检查地址和写入权限；如果是存储桶，还要检查 AWS_ENDPOINT_URL 和密钥。
