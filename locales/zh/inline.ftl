inline-hint = 在我的名字后粘贴链接
inline-open = 打开机器人以获得许可
inline-start = 在与我的聊天中获取
