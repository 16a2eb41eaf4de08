error-store-unreachable = I cannot get at the files that my parts share, so this has to wait. It is not your doing: try again later.

# Variables:
#   $where (String) - a folder or the address of a bucket
doctor-depot-open = { $where } takes files and gives them back, for all processes that share it.
# Variables:
#   $where (String) - a folder or the address of a bucket
#   $reason (String) - in the system's or the server's words
doctor-depot-closed = { $where } (BLOB_URL) cannot be used to share files: { $reason }. Look at the address and at who may write there; for a bucket also at AWS_ENDPOINT_URL and the keys.
