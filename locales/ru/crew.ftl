cli-work = делать тяжёлую работу для службы, которая запущена в другом месте, с тем же ENGINE_URL
cli-work-roles = что делает: cpu (скачивает, преобразует, скрывает слова), gpu (распознаёт речь) или оба: cpu,gpu
cli-work-name = как его зовут; если не указано — роли, номер и машина
cli-work-slots = сколько дел делает одновременно (если не указано — WORKER_SLOTS)

# Variables:
#   $roles (String)
cli-work-roles-wrong = { $roles } — не роли для рабочего процесса. Возьмите cpu, gpu или cpu,gpu.

cli-work-no-engine = Рабочему процессу нужно знать, где раздают работу: задайте ENGINE_URL такой же, как у службы.

# Variables:
#   $name (String, optional)
error-worker-named = Есть другой рабочий процесс с { $name ->
    [unknown] этим именем
   *[other] именем { $name }
}. Дайте одному из них другое имя: --name.

# Variables:
#   $own (String, optional)
#   $front (String, optional)
error-worker-outdated = У этого рабочего процесса { $own ->
    [unknown] не та версия Hearsay, что у службы
   *[other] Hearsay { $own }, а у службы { $front }
}. Поставьте одну версию и там и там, потом запустите его снова.

# Variables:
#   $name (String)
#   $roles (String)
#   $busy (Number)
#   $slots (Number)
#   $load (String) - programs that want a processor, for each processor
#   $version (String)
admin-worker = Рабочий процесс { $name }: { $roles } · занято { $busy } из { $slots } · нагрузка { $load } · { $version }

# Variables:
#   $names (String)
doctor-workers-there = На службу работают: { $names }.
doctor-workers-none = Рабочих процессов нет, поэтому служба делает всё сама. Запустить: python main.py work.

# Variables:
#   $roles (String)
doctor-workers-lacking = Нет рабочего процесса для { $roles }, а самой службе это не разрешает ROLES. Запустите: python main.py work.

# Variables:
#   $reason (String) - in the system's or the server's words
doctor-workers-unknown = База данных из ENGINE_URL не отвечает: { $reason }
