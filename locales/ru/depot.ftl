error-store-unreachable = Не получается добраться до общих файлов моих частей, так что придётся подождать. Вы тут ни при чём: попробуйте позже.

# Variables:
#   $where (String) - a folder or the address of a bucket
doctor-depot-open = { $where } принимает файлы и отдаёт их всем процессам, у которых они общие.
# Variables:
#   $where (String) - a folder or the address of a bucket
#   $reason (String) - in the system's or the server's words
doctor-depot-closed = { $where } (BLOB_URL) не годится для общих файлов: { $reason }. Проверьте адрес и то, кому туда можно писать, а для бакета ещё и AWS_ENDPOINT_URL с ключами.
