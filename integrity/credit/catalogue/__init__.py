"""The information catalogue (公共信用信息目录): what is recorded, of whom, and who may see it."""
