# Variables:
#   $names (String) - of files, separated by commas
doctor-cookies-found = 已有这些网站的 Cookie：{ $names }。
# Variables:
#   $folder (String)
doctor-cookies-none = { $folder }（COOKIES_DIR）里没有 Cookie 文件。请从浏览器导出 Netscape 格式的文件，并以网站命名：youtube.txt。
# Variables:
#   $folder (String)
#   $names (String) - of files, separated by commas
doctor-cookies-unusable = 这些 Cookie 文件无法使用：{ $names }（在 { $folder } 中）。原因见日志；请重新导出 Netscape 格式的文件，并以网站命名，例如 youtube.txt。
