# Variables:
#   $names (String) - of files, separated by commas
doctor-cookies-found = Куки есть для { $names }.
# Variables:
#   $folder (String)
doctor-cookies-none = В { $folder } (COOKIES_DIR) нет файлов с куки. Экспортируйте их из браузера в формате Netscape и назовите по сайтам: youtube.txt.
# Variables:
#   $folder (String)
#   $names (String) - of files, separated by commas
doctor-cookies-unusable = Эти файлы с куки использовать нельзя: { $names } (в { $folder }). Почему, сказано в журнале; экспортируйте их снова в формате Netscape и назовите по сайтам, например youtube.txt.
