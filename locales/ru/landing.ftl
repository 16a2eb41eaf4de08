# The page that a browser sees at the address of the service. Short: it stands beside a form.

landing-title = Hearsay: вставьте ссылку, прочтите, что сказано
landing-headline = Вставьте ссылку. Прочтите, что сказано.
# Variables:
#   $count (Number) - how many sites have a name here
landing-about = Hearsay записывает, что говорят в видео, подкастах и постах: { $count ->
    [one] { $count } сайт знаком
    [few] { $count } сайта знакомы
   *[other] { $count } сайтов знакомы
} по имени, а ещё подойдёт почти любая страница, где есть что воспроизвести.
landing-form = Попробуйте
landing-key = Ваш ключ
landing-key-hint = Он хранится только на этой странице, пока вы её не закроете. Владелец делает ключ командой /keys в чате или python main.py keys add ИМЯ.
landing-link = Ссылка
landing-language = Язык речи
landing-language-any = определить
landing-speakers = Различать голоса
landing-go = Записать
landing-stop = Остановить
landing-working = В работе
landing-asking = Спрашиваем…
landing-stopped = Остановлено. От задания ничего не осталось.
landing-result = Что сказано
landing-nothing = Здесь ничего не говорят.
landing-copy = Копировать
landing-copied = Скопировано
landing-save = Сохранить
landing-length = длина
landing-origin = слова
landing-origin-speech = на слух
landing-origin-captions = из субтитров
landing-source = источник
landing-offline = Сервер недоступен. Проверьте соединение и попробуйте снова.
landing-sites = Сайты по имени
landing-programs = Для программ
landing-programs-about = Всё, что умеет чат, программы могут запросить по HTTP тем же ключом.
landing-manual = Руководство
landing-description = Документ OpenAPI
landing-no-script = Этой форме нужен JavaScript. Программам он не нужен: см. руководство.
